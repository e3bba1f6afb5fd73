using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>Counts what an export of AgentKit holds, without importing it.</summary>
internal static class ExportedRows
{
    public static async Task<ImportReport> CountAsync(
        SourceFile file, ImportReport report, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var (sessions, turns, last) = (0L, 0L, default(SourceItem));
        await foreach (var item in file.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            last = item;
            if (item.Problem is { } problem)
            {
                throw new SourceException(item.Line, problem);
            }

            var table = item.Json.ValueKind == JsonValueKind.Object ? MessageFields.Name(item.Json, "table") : null;
            sessions += table == "sessions" ? 1 : 0;
            turns += table == "turns" ? 1 : 0;
            progress?.Report(item.End);
        }

        return last.Json.ValueKind == JsonValueKind.Object && last.Json.TryGetProperty("footer", out _)
            ? report with { Conversations = sessions, Turns = turns }
            : throw new SourceException(last.Line, "is the last, and not the footer: the file is cut off");
    }
}
