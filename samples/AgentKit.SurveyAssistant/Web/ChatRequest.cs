namespace AgentKit.SurveyAssistant.Web;

/// <summary>A message of a person.</summary>
/// <param name="Message">What they say.</param>
/// <param name="SessionId">The conversation that goes on; none begins one.</param>
/// <param name="RequestId">A UUID v7 of the client's, which makes it safe to send the request again.</param>
internal sealed record ChatRequest(string Message, Guid? SessionId = null, Guid? RequestId = null);
