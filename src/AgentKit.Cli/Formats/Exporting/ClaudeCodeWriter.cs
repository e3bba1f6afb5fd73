using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>Writes a session as a file of events. Turns that came another way get events of their own, chained one to the other.</summary>
internal sealed class ClaudeCodeWriter : IConversationWriter
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<ExportOutcome> WriteAsync(
        Session session, IAsyncEnumerable<Turn> turns, Stream destination, CancellationToken cancellationToken)
    {
        var (count, written, omitted) = (0L, 0L, 0L);
        string? parent = null;
        await foreach (var turn in turns.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            count++;
            IEnumerable<JsonObject> events = ClaudeCodeEvent.Rebuild(turn) is { } own
                ? [own]
                : AnthropicExpression.Of(turn, _ => omitted++).Select(message => EventOf(session, turn, message, parent));
            foreach (var json in events)
            {
                parent = (string?)json["uuid"] ?? parent;
                written++;
                await destination.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(json, Readable), cancellationToken).ConfigureAwait(false);
                await destination.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            }
        }

        return new ExportOutcome(count, written, omitted);
    }

    private static JsonObject EventOf(Session session, Turn turn, JsonObject message, string? parent)
    {
        if (turn.Model is not null)
        {
            message["model"] = turn.Model;
        }

        if (turn.Usage != Usage.None)
        {
            message["usage"] = new JsonObject
            {
                ["input_tokens"] = turn.Usage.InputTokens - turn.Usage.CachedInputTokens,
                ["cache_read_input_tokens"] = turn.Usage.CachedInputTokens,
                ["output_tokens"] = turn.Usage.OutputTokens,
            };
        }

        return new JsonObject
        {
            ["parentUuid"] = parent,
            ["isSidechain"] = false,
            ["type"] = (string?)message["role"],
            ["message"] = message,
            ["uuid"] = DerivedId.Of(turn.CreatedAt, "event", session.Id.ToString(), turn.Number.ToString(CultureInfo.InvariantCulture)).ToString(),
            ["timestamp"] = turn.CreatedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["sessionId"] = session.Id.ToString(),
            ["cwd"] = session.WorkingDirectory,
        };
    }
}
