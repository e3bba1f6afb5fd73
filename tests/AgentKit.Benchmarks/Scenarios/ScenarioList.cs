using AgentKit.Benchmarks.Scale;

namespace AgentKit.Benchmarks.Scenarios;

/// <summary>Everything that is measured, in the order in which it is reported.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<IScenario> All { get; } =
    [
        new CommitScenario(),
        new DistantCommitScenario(),
        new CoalescingScenario(),
        new LongSessionScenario(),
        new LastTurnsScenario(),
        new ToolRunScenario(),
        new EventScenario(),
        new ContentionScenario(),
        new HotUpdateScenario(),
    ];

    /// <summary>How cost grows.</summary>
    public static IReadOnlyList<IScenario> Scale { get; } =
    [
        new SessionLengthScenario(),
        new TableSizeScenario(),
        new WorkspaceScenario(),
        new ClientScenario(),
        new PoolerScenario(),
    ];

    /// <summary>Only where they were asked for: their packages come from the network.</summary>
    public static IScenario Peers { get; } = new PeerScenario();
}
