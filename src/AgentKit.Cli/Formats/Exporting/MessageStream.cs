using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>The messages of a session's turns, one at a time.</summary>
internal sealed class MessageStream(IMessageFormat format, IAsyncEnumerable<Turn> turns)
{
    private readonly List<Turn> _ahead = [];
    private IAsyncEnumerator<Turn>? _enumerator;

    public long Turns { get; private set; }

    public long Messages { get; private set; }

    public long Omitted { get; private set; }

    /// <summary>The instructions that stand beside the messages: the turns of the system at the beginning. Null where there are none.</summary>
    public async Task<JsonNode?> ReadSystemAsync(CancellationToken cancellationToken)
    {
        _enumerator = turns.GetAsyncEnumerator(cancellationToken);
        if (format is not AnthropicFormat)
        {
            return null;
        }

        var blocks = new JsonArray();
        while (await NextAsync().ConfigureAwait(false) is { } turn)
        {
            if (turn.Role != TurnRole.System || (FormatMarks.Find(turn, format.Name) is { } own && own[AnthropicFormat.System] is null))
            {
                _ahead.Add(turn);
                break;
            }

            Turns++;
            if (FormatMarks.Find(turn, format.Name) is { } marks)
            {
                return AnthropicFormat.WriteContent(turn, marks);
            }

            foreach (var message in format.Express(turn, Omit))
            {
                foreach (var block in message["content"]!.AsArray())
                {
                    blocks.Add(block!.DeepClone());
                }
            }
        }

        return blocks.Count == 0 ? null : blocks;
    }

    /// <summary>The messages after that.</summary>
    public async IAsyncEnumerable<JsonObject> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answers = default(JsonObject);
        while (await NextAsync().ConfigureAwait(false) is { } turn)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Turns++;
            var isOwn = FormatMarks.Find(turn, format.Name) is not null;
            foreach (var message in isOwn ? [FormatMarks.Write(format, turn)] : format.Express(turn, Omit))
            {
                // The results of all calls of a message stand in one message.
                var isAnswer = format is AnthropicFormat && !isOwn && turn.Role == TurnRole.Tool;
                if (isAnswer && answers is not null)
                {
                    Append(answers, message);
                    continue;
                }

                if (answers is not null)
                {
                    Messages++;
                    yield return answers;
                }

                answers = isAnswer ? message : null;
                if (!isAnswer)
                {
                    Messages++;
                    yield return message;
                }
            }
        }

        if (answers is not null)
        {
            Messages++;
            yield return answers;
        }

        await _enumerator!.DisposeAsync().ConfigureAwait(false);
    }

    private static void Append(JsonObject answers, JsonObject message)
    {
        foreach (var block in message["content"]!.AsArray())
        {
            answers["content"]!.AsArray().Add(block!.DeepClone());
        }
    }

    private void Omit(ContentBlock block) => Omitted++;

    private async ValueTask<Turn?> NextAsync()
    {
        if (_ahead is [.., { } turn])
        {
            _ahead.Clear();
            return turn;
        }

        return await _enumerator!.MoveNextAsync().ConfigureAwait(false) ? _enumerator.Current : null;
    }
}
