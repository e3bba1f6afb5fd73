using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>
/// Reads session files of Claude Code. Each event is a turn, in the order of the file: messages as what they say, all others (summaries,
/// snapshots, notices) as turns of the system that hold the event as a block. Events of another session begin another conversation; side
/// chains stay where they stand.
/// </summary>
internal sealed class ClaudeCodeReader : IConversationReader
{
    public async IAsyncEnumerable<SourcePart> ReadAsync(SourceFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? session = null;
        var isFirst = true;
        var usage = new ClaudeCodeUsage();
        await foreach (var item in file.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var part = new SourcePart(item.Line, item.End) { Source = item.Json, Begins = isFirst };
            isFirst = false;
            if ((item.Problem ?? ClaudeCodeEvent.FindProblem(item.Json)) is { } problem)
            {
                yield return part with { Problem = problem };
                continue;
            }

            var own = ClaudeCodeEvent.SessionOf(item.Json);
            if (own is not null && session is not null && own != session)
            {
                part = part with { Begins = true };
                usage = new ClaudeCodeUsage();
            }

            session = own ?? session;
            yield return part with { Turn = usage.Count(ClaudeCodeEvent.Read(item.Json), item.Json), Hints = HintsOf(item.Json, own) };
        }
    }

    private static ConversationHints HintsOf(JsonElement json, string? session) => new()
    {
        SourceId = session,
        StartedAt = MessageFields.Time(json),
        WorkingDirectory = TextOf(json, "cwd"),
        Title = json.GetProperty("type").ValueEquals("summary") ? TextOf(json, "summary") : null,
    };

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= NewSession.MaxTextLength } text
            ? text
            : null;
}
