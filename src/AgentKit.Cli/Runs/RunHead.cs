using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>What is to be known of a run before its time line.</summary>
internal static class RunHead
{
    public static void Write(IAnsiConsole console, Run run) => Fields.Write(
        console,
        ("run", run.Id.ToString()),
        ("session", run.SessionId.ToString()),
        ("parent", run.ParentRunId?.ToString()),
        ("agent", run.AgentType is { } type ? $"{run.AgentId} · {type}" : run.AgentId),
        ("model", run.ModelAlias is { } alias && run.Model is not null ? $"{run.Model} · {alias}" : run.Model ?? run.ModelAlias),
        ("status", Words.Of(run.Status)),
        ("error", run.Error is { } error ? Words.Error(error.Type, error.Message) : null),
        ("worker", run.Worker),
        ("began", Words.Time(run.StartedAt ?? run.CreatedAt)),
        ("took", Words.Duration(run.CompletedAt - run.StartedAt)),
        ("lease until", run.Status == RunStatus.Running ? Words.Time(run.LeaseExpiresAt) : null),
        ("tokens", TokensOf(run)),
        ("cost", CostOf(run)));

    private static string TokensOf(Run run)
    {
        var tokens = $"{Words.Number(run.InputTokens)} in, {Words.Number(run.OutputTokens)} out";
        return run.TokenLimit is { } limit ? $"{tokens} of {Words.Number(limit)}" : tokens;
    }

    private static string CostOf(Run run) =>
        run.CostLimit is { } limit ? $"{Words.Cost(run.Cost)} of {Words.Cost(limit)}".TrimStart() : Words.Cost(run.Cost);
}
