using AgentKit.ChatApi.Errors;

namespace AgentKit.ChatApi.Chat;

/// <summary>A message of a person.</summary>
/// <param name="Message">What they say; 1 to 8,000 characters.</param>
/// <param name="SessionId">The session that goes on; none begins one.</param>
/// <param name="RequestId">A UUID v7 of the client's, which makes it safe to send the request again.</param>
internal sealed record ChatRequest(string? Message, Guid? SessionId = null, Guid? RequestId = null)
{
    public const int MaxMessageLength = 8_000;

    /// <summary>What is wrong with it, by member; checked before anything is stored.</summary>
    public Dictionary<string, string[]> FindProblems()
    {
        Dictionary<string, string[]> problems = [];
        if (string.IsNullOrWhiteSpace(Message))
        {
            problems["message"] = ["Say something."];
        }
        else if (InputRules.FindTextProblem(Message, MaxMessageLength) is { } problem)
        {
            problems["message"] = [problem];
        }

        if (RequestId is { } id && id is not { Version: 7, Variant: >= 8 and <= 11 })
        {
            problems["requestId"] = ["Not a UUID of version 7."];
        }

        return problems;
    }
}
