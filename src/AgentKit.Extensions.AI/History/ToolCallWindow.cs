using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Keeps the system messages at the beginning and the last messages, and begins early enough that no result of a tool stands without its
/// call and no answer to an approval without its question. So a window may hold more messages than asked for, never fewer.
/// </summary>
/// <remarks>Thread-safe; it keeps nothing between calls. A result whose call is in none of the messages does not move the window.</remarks>
public sealed class ToolCallWindow : IChatReducer
{
    private readonly int _count;

    /// <summary>A window of the last messages.</summary>
    /// <param name="count">How many messages, system messages at the beginning not counted; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public ToolCallWindow(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = count;
    }

    /// <summary>The messages in the window, in their order.</summary>
    /// <param name="messages">All messages; not changed.</param>
    /// <exception cref="ArgumentNullException">There are no messages.</exception>
    public IReadOnlyList<ChatMessage> Reduce(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Cut([.. messages]);
    }

    /// <inheritdoc />
    Task<IEnumerable<ChatMessage>> IChatReducer.ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IEnumerable<ChatMessage>>(Reduce(messages));
    }

    private List<ChatMessage> Cut(List<ChatMessage> messages)
    {
        var instructions = messages.FindIndex(message => message.Role != ChatRole.System);
        if (instructions < 0)
        {
            return messages;
        }

        var start = Math.Max(instructions, messages.Count - _count);
        var begins = BeginningsOf(messages);
        for (var i = messages.Count - 1; i >= start; i--)
        {
            // Each message that moves the start back is looked at itself before the loop ends.
            start = Math.Max(instructions, Math.Min(start, begins[i]));
        }

        messages.RemoveRange(instructions, start - instructions);
        return messages;
    }

    /// <summary>For each message the place of the earliest one that it answers; its own, where it answers none.</summary>
    private static int[] BeginningsOf(List<ChatMessage> messages)
    {
        Dictionary<(string Kind, string Id), int> asked = [];
        var begins = new int[messages.Count];
        for (var i = 0; i < messages.Count; i++)
        {
            begins[i] = i;
            foreach (var content in messages[i].Contents)
            {
                if (AnswerOf(content) is { } answer && asked.TryGetValue(answer, out var place))
                {
                    begins[i] = Math.Min(begins[i], place);
                }
            }

            foreach (var question in messages[i].Contents.SelectMany(QuestionsOf))
            {
                asked[question] = i; // the latest: some providers begin anew with their ids in every reply
            }
        }

        return begins;
    }

    private static IEnumerable<(string Kind, string Id)> QuestionsOf(AIContent content) => content switch
    {
        ToolCallContent call => [("call", call.CallId)],
        ToolApprovalRequestContent request => [("input", request.RequestId), ("call", request.ToolCall.CallId)],
        InputRequestContent request => [("input", request.RequestId)],
        _ => [],
    };

    private static (string Kind, string Id)? AnswerOf(AIContent content) => content switch
    {
        ToolResultContent result => ("call", result.CallId),
        InputResponseContent response => ("input", response.RequestId),
        _ => null,
    };
}
