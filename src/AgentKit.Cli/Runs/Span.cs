using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>One bar of a waterfall.</summary>
/// <param name="Name">What it was.</param>
/// <param name="Begin">When it began.</param>
/// <param name="End">When it ended; <see langword="null"/> while it runs, or where nobody knows.</param>
/// <param name="Note">How it ended, and what it cost.</param>
/// <param name="Style">Its colour.</param>
internal sealed record Span(string Name, DateTimeOffset Begin, DateTimeOffset? End, string Note, Style Style)
{
    public static Span Of(Run run, string name) => new(
        name,
        run.StartedAt ?? run.CreatedAt,
        run.CompletedAt,
        run.Error is { } error ? $"{Words.Of(run.Status)}: {error.Type}" : Words.Of(run.Status),
        Looks.Of(run.Status));

    public static Span Of(ToolRun run) => new(
        run.Attempt > 1 ? $"{run.ToolName} (attempt {run.Attempt})" : run.ToolName,
        run.StartedAt ?? run.CreatedAt,
        run.CompletedAt,
        run.Error is { } error ? $"{Words.Of(run.Status)}: {error.Type}" : Words.Of(run.Status),
        Looks.Of(run.Status));

    /// <summary>A turn takes as long as the model did.</summary>
    public static Span Of(Turn turn)
    {
        var said = turn.CreatedAt ?? DateTimeOffset.UnixEpoch;
        var tokens = turn.Usage.InputTokens + turn.Usage.OutputTokens;
        string[] note = [tokens > 0 ? $"{Words.Number(tokens)} tok" : "", Words.Cost(turn.Usage.Cost)];
        return new(
            $"{turn.Number} {Words.Of(turn.Role)}",
            said - (turn.Latency ?? TimeSpan.Zero),
            said,
            string.Join(" · ", note.Where(part => part.Length > 0)),
            new Style(Looks.Of(turn.Role).Foreground));
    }
}
