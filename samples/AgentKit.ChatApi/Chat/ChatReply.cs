using AgentKit.ChatApi.Approvals;
using AgentKit.Extensions.AI;

namespace AgentKit.ChatApi.Chat;

/// <summary>The answer of the agent in one piece, for clients that do not stream.</summary>
internal sealed record ChatReply(
    Guid SessionId,
    Guid RequestId,
    string Text,
    AgentRunOutcome Outcome,
    long InputTokens,
    long OutputTokens,
    IReadOnlyList<WaitingApproval> Approvals)
{
    public static ChatReply Of(AgentRunResult result) => new(
        result.Session.Id,
        result.Run.Id,
        result.Text,
        result.Outcome,
        result.Run.InputTokens,
        result.Run.OutputTokens,
        [.. result.Approvals.Select(WaitingApproval.Of)]);

    /// <summary>Whether the client asks for JSON and not for a stream.</summary>
    public static bool IsAskedFor(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Any(type => type.MediaType == "application/json") && accepted.All(type => type.MediaType != "text/event-stream");
    }
}
