using System.Net.ServerSentEvents;
using AgentKit.ChatApi.Approvals;
using AgentKit.Extensions.AI;

namespace AgentKit.ChatApi.Chat;

/// <summary>What the client of a stream is told of each update of a run.</summary>
internal static class ChatEvents
{
    public static SseItem<object> Session(Guid sessionId, Guid requestId) => new(new { sessionId, requestId }, "session");

    public static SseItem<object> Delta(string text) => new(new { text }, "delta");

    public static SseItem<object> Error(object problem) => new(problem, "error");

    /// <param name="update">What happened.</param>
    /// <param name="hasText">Whether the stream has shown any of the answer: that of a request sent again comes in one piece.</param>
    public static IEnumerable<SseItem<object>> Of(AgentRunUpdate update, bool hasText) => update switch
    {
        { Kind: AgentRunUpdateKind.Response, Text: { Length: > 0 } text } => [Delta(text)],
        { Kind: AgentRunUpdateKind.ToolDecided, Call: { } call } =>
            [new(new { call.Id, call.Name, State = "decided", update.Decision, call.Input }, "tool")],
        { Kind: AgentRunUpdateKind.ToolAnswered, Call: { } call, Result: { } result } =>
            [new(new { call.Id, call.Name, State = "answered", result.IsError, result.Output }, "tool")],
        { Kind: AgentRunUpdateKind.Ended, Outcome: { } outcome } => Ended(outcome, hasText),
        _ => [],
    };

    private static IEnumerable<SseItem<object>> Ended(AgentRunResult result, bool hasText)
    {
        if (!hasText && result.Text.Length > 0)
        {
            yield return Delta(result.Text);
        }

        foreach (var approval in result.Approvals)
        {
            yield return new(WaitingApproval.Of(approval), "approval");
        }

        yield return new(new { result.Outcome, result.Run.InputTokens, result.Run.OutputTokens }, "done");
    }
}
