using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Questions for approval in a history, which no provider knows: each becomes the call that it asks about, unless somebody below still
/// needs the question, to act on an answer that has just come.
/// </summary>
internal static class PromptApprovals
{
    private const string Undecided = "$undecided";

    public static bool IsUndecided(FunctionCallContent call) => call.AdditionalProperties?.ContainsKey(Undecided) == true;

    public static IReadOnlyList<ChatMessage> Resolve(IReadOnlyList<ChatMessage> messages)
    {
        var contents = messages.SelectMany(message => message.Contents).ToArray();
        if (!contents.Any(content => content is ToolApprovalRequestContent or ToolApprovalResponseContent))
        {
            return messages;
        }

        var called = contents.OfType<FunctionCallContent>().Select(call => call.CallId).ToHashSet(StringComparer.Ordinal);
        var answered = contents.OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
        var decided = contents.OfType<ToolApprovalResponseContent>().Select(response => response.RequestId).ToHashSet(StringComparer.Ordinal);

        List<ChatMessage> resolved = new(messages.Count);
        foreach (var message in messages)
        {
            AIContent[] kept = [.. message.Contents.Select(Resolve).OfType<AIContent>()];
            if (kept.Length > 0 || message.Contents.Count == 0)
            {
                resolved.Add(kept.SequenceEqual(message.Contents) ? message : PromptOrder.With(message, kept));
            }
        }

        return resolved;

        AIContent? Resolve(AIContent content) => content switch
        {
            ToolApprovalResponseContent response => IsOver(response.ToolCall) ? null : response,
            ToolApprovalRequestContent { ToolCall: FunctionCallContent call } request =>
                called.Contains(call.CallId) ? null
                : answered.Contains(call.CallId) ? call
                : decided.Contains(request.RequestId) ? request
                : MarkUndecided(call),
            _ => content,
        };

        bool IsOver(ToolCallContent call) => called.Contains(call.CallId) || answered.Contains(call.CallId);
    }

    private static FunctionCallContent MarkUndecided(FunctionCallContent call) =>
        new(call.CallId, call.Name, call.Arguments) { AdditionalProperties = new() { [Undecided] = true } };
}
