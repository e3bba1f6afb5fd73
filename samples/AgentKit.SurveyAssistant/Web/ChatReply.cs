namespace AgentKit.SurveyAssistant.Web;

/// <summary>The answer of the agent.</summary>
internal sealed record ChatReply(Guid SessionId, string Text, string Outcome, long Tokens);
