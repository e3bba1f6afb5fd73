using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>
/// Reads session files of Claude Code. Each event is a turn, in the order of the file: messages as what they say, all others (summaries,
/// snapshots, notices) as turns of the system that hold the event as a block. All events of a session are one conversation, however they are
/// mixed with those of another; side chains stay where they stand. A file is read once for each session in it, which is once for nearly all.
/// </summary>
internal sealed class ClaudeCodeReader : IConversationReader
{
    public async IAsyncEnumerable<SourcePart> ReadAsync(SourceFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> sessions = [];
        for (var session = 0; session == 0 || session < sessions.Count; session++)
        {
            await foreach (var part in ReadAsync(file, sessions, session, cancellationToken).ConfigureAwait(false))
            {
                yield return part;
            }
        }
    }

    /// <summary>The events of one session. What does not say whose it is belongs to the session before it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sessions">The sessions in the order in which they begin; the first reading adds them.</param>
    /// <param name="session">Which of them is read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private static async IAsyncEnumerable<SourcePart> ReadAsync(
        SourceFile file, List<string> sessions, int session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var current = 0;
        var isFirst = true;
        var usage = new ClaudeCodeUsage();
        await foreach (var item in file.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var problem = item.Problem ?? ClaudeCodeEvent.FindProblem(item.Json);
            if (problem is null && ClaudeCodeEvent.SessionOf(item.Json) is { } own)
            {
                current = sessions.IndexOf(own);
                if (current < 0)
                {
                    current = sessions.Count;
                    sessions.Add(own);
                }
            }

            if (current != session)
            {
                continue;
            }

            var part = new SourcePart(item.Line, item.End) { Source = item.Json, Begins = isFirst };
            isFirst = false;
            yield return problem is null
                ? part with { Turn = usage.Count(ClaudeCodeEvent.Read(item.Json), item.Json), Hints = HintsOf(item.Json) }
                : part with { Problem = problem };
        }
    }

    private static ConversationHints HintsOf(JsonElement json) => new()
    {
        SourceId = ClaudeCodeEvent.ConversationOf(json),
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
