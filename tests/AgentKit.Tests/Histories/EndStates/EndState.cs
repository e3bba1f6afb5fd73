namespace AgentKit.Tests.Histories.EndStates;

/// <summary>What is in the tables once everything is over, as a superuser sees it.</summary>
internal sealed record EndState
{
    public IReadOnlyList<StoredSession> Sessions { get; init; } = [];

    public IReadOnlyList<StoredCommit> Commits { get; init; } = [];

    public IReadOnlyList<StoredTurn> Turns { get; init; } = [];

    public IReadOnlyList<StoredBudget> Budgets { get; init; } = [];

    public IReadOnlyList<StoredReservation> Reservations { get; init; } = [];

    public IReadOnlyList<StoredRun> Runs { get; init; } = [];

    public IReadOnlyList<StoredToolRun> ToolRuns { get; init; } = [];

    public IReadOnlyList<StoredTask> Tasks { get; init; } = [];

    public IReadOnlyList<StoredStep> Steps { get; init; } = [];

    public IReadOnlyList<StoredPreference> Preferences { get; init; } = [];

    public IReadOnlyList<StoredEvent> Events { get; init; } = [];
}
