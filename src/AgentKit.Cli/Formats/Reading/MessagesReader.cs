using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>
/// Reads conversations that are lists of messages: an object with <c>messages</c> or a bare array of them, by itself, a line each, or as
/// elements of an array.
/// </summary>
internal sealed class MessagesReader(IMessageFormat format) : IConversationReader
{
    /// <summary>In the form of a conversation: the fields around its messages. Without it, it is a bare array.</summary>
    internal const string Fields = "fields";

    private const string Messages = "messages";

    public async IAsyncEnumerable<SourcePart> ReadAsync(SourceFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A document that is an array of messages is one conversation, though its elements come one by one.
        // After a bad element nobody knows whether it was a message or a conversation: what comes next tells.
        var (open, bad) = (0L, 0L);
        await foreach (var item in file.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Problem is { } problem)
            {
                bad = item.IsElement ? item.Document : 0;
                yield return new SourcePart(item.Line, item.End) { Begins = !item.IsElement || item.Document != open, Problem = problem };
            }
            else if (item.IsElement && item.Json.ValueKind == JsonValueKind.Object && !item.Json.TryGetProperty(Messages, out _))
            {
                yield return ReadMessage(item.Json, item) with { Begins = item.Document != open && item.Document != bad };
                open = item.Document;
            }
            else
            {
                open = 0;
                foreach (var part in ReadConversation(item))
                {
                    yield return part;
                }
            }
        }
    }

    private IEnumerable<SourcePart> ReadConversation(SourceItem item)
    {
        var messages = item.Json;
        var begin = new SourcePart(item.Line, item.End) { Begins = true, IsWhole = true };
        var isObject = messages.ValueKind == JsonValueKind.Object;
        if (isObject && !item.Json.TryGetProperty(Messages, out messages))
        {
            var isMessage = item.Json.TryGetProperty("role", out _);
            return [begin with { Problem = isMessage ? "is a single message, where a conversation is expected" : "has no \"messages\"" }];
        }

        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            return [begin with { Problem = "has no list of messages, or an empty one" }];
        }

        return isObject
            ? [begin with { Hints = HintsOf(item.Json) }, .. System(item), .. ReadAll(messages, item)]
            : [begin, .. ReadAll(messages, item)];
    }

    private IEnumerable<SourcePart> System(SourceItem item) =>
        format.ReadSystem(item.Json) is { } turn
            ? [new SourcePart(item.Line, item.End) { Turn = turn, Source = item.Json.GetProperty(AnthropicFormat.System) }]
            : [];

    private IEnumerable<SourcePart> ReadAll(JsonElement messages, SourceItem item)
    {
        var number = 0;
        foreach (var message in messages.EnumerateArray())
        {
            number++;
            var part = ReadMessage(message, item);
            yield return part.Problem is null ? part : part with { Problem = $"has a message {number} that {part.Problem}" };
        }
    }

    private SourcePart ReadMessage(JsonElement message, SourceItem item)
    {
        var part = new SourcePart(item.Line, item.End) { Source = message };
        if (format.FindProblem(message) is { } problem)
        {
            return part with { Problem = problem };
        }

        var turn = FormatMarks.Read(format, message);
        return part with { Turn = turn, Hints = turn.CreatedAt is null ? null : new ConversationHints { StartedAt = turn.CreatedAt } };
    }

    private static ConversationHints HintsOf(JsonElement conversation) => new()
    {
        SourceId = MessageFields.Id(conversation),
        StartedAt = MessageFields.Beginning(conversation),
        Title = MessageFields.Name(conversation, "title"),
        Form = new JsonObject { [Fields] = FormatMarks.ToNode(WithoutMessages(conversation)) },
    };

    private static JsonElement WithoutMessages(JsonElement conversation) => JsonSerializer.SerializeToElement(
        new JsonObject(conversation.EnumerateObject()
            .Where(field => field.Name != Messages)
            .Select(field => KeyValuePair.Create(field.Name, FormatMarks.ToNode(field.Value)))));
}
