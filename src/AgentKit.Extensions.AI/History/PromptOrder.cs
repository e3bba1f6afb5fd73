using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Brings a history into the order that providers insist on: each function call is followed directly by its result. Nothing of it is stored.
/// </summary>
/// <remarks>
/// A session may hold another order: two exchanges at once append one between the other, and a worker that dies leaves calls without
/// results. A call without one gets a result that says so; a result without a call is left out.
/// </remarks>
internal static class PromptOrder
{
    public const string NoResult =
        "No result was recorded: the call waits for the approval of a person, or was interrupted. Whether it had an effect is not known.";

    public const string CameLate = "(The tool that had not answered has answered now: see its result above, and go on.)";

    public const string BrokeOff = "(Your reply above was interrupted before its end. Give the whole answer.)";

    public const string NotDecided = "The call was not made: nobody has approved it.";

    public static IReadOnlyList<ChatMessage> Arrange(IReadOnlyList<ChatMessage> history)
    {
        var messages = PromptApprovals.Resolve(history);
        var results = MatchResults(messages);
        List<ChatMessage> ordered = new(messages.Count);
        foreach (var message in messages)
        {
            if (!message.Contents.Any(content => content is FunctionResultContent))
            {
                ordered.Add(message);
            }
            else if (message.Contents.Where(content => content is not FunctionResultContent).ToArray() is { Length: > 0 } others)
            {
                ordered.Add(With(message, others));
            }

            AppendResults(ordered, message, results);
        }

        // A result that came late stands with its call, so an older answer may be the last message: models go on from one that is not
        // theirs.
        if (ordered is [.., { Role: var last }] && last == ChatRole.Assistant && messages[^1].Role == ChatRole.Tool)
        {
            ordered.Add(new ChatMessage(ChatRole.User, CameLate));
        }

        return ordered;
    }

    public static ChatMessage With(ChatMessage message, IReadOnlyList<AIContent> contents)
    {
        var copy = message.Clone();
        copy.Contents = [.. contents];
        return copy;
    }

    /// <summary>The first result after each call, before the same id is called again.</summary>
    private static Dictionary<FunctionCallContent, (ChatMessage Message, FunctionResultContent Result)> MatchResults(
        IReadOnlyList<ChatMessage> messages)
    {
        Dictionary<FunctionCallContent, (ChatMessage, FunctionResultContent)> results = new(ReferenceEqualityComparer.Instance);
        Dictionary<string, FunctionCallContent> open = [];
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is FunctionCallContent { InformationalOnly: false } call)
                {
                    open[call.CallId] = call;
                }
                else if (content is FunctionResultContent result && open.Remove(result.CallId, out var answered))
                {
                    results[answered] = (message, result);
                }
            }
        }

        return results;
    }

    private static void AppendResults(
        List<ChatMessage> ordered,
        ChatMessage asking,
        Dictionary<FunctionCallContent, (ChatMessage Message, FunctionResultContent Result)> results)
    {
        var answers = asking.Contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly)
            .Select(call => results.TryGetValue(call, out var answer) ? answer : Missing(call))
            .ToArray();
        for (var i = 0; i < answers.Length;)
        {
            var source = answers[i].Message;
            var group = answers.Skip(i).TakeWhile(answer => ReferenceEquals(answer.Message, source)).Select(answer => answer.Result).ToArray();
            ordered.Add(source.Contents.SequenceEqual(group) ? source : With(source, group));
            i += group.Length;
        }
    }

    private static (ChatMessage Message, FunctionResultContent Result) Missing(FunctionCallContent call)
    {
        var text = PromptApprovals.IsUndecided(call) ? NotDecided : NoResult;
        var result = new FunctionResultContent(call.CallId, text) { Exception = new InvalidOperationException(text) };
        return (new ChatMessage(ChatRole.Tool, [result]), result);
    }
}
