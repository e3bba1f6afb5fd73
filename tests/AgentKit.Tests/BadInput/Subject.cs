namespace AgentKit.Tests.BadInput;

/// <summary>What calls are about: somebody's session, and what is in it.</summary>
internal sealed record Subject
{
    /// <summary>A service that acts for a user: it may do everything, and what it makes belongs to somebody.</summary>
    public required AgentScope Scope { get; init; }

    public required Session Session { get; init; }

    public RunLease Run { get; init; } = new(Guid.CreateVersion7(), 1);

    public TaskLease Task { get; init; } = new(Guid.CreateVersion7(), 1, "worker", DateTimeOffset.UtcNow.AddHours(1));

    public Guid ToolRunId { get; init; } = Guid.CreateVersion7();

    public Guid ReservationId { get; init; } = Guid.CreateVersion7();

    /// <summary>Nothing of it is stored anywhere.</summary>
    public static Subject Imagined { get; } = new()
    {
        Scope = AgentScope.ForService("w", "u-1"),
        Session = new Session
        {
            Id = Guid.CreateVersion7(),
            WorkspaceId = "w",
            AgentId = "own",
            Status = SessionStatus.Active,
            Version = 1,
            Kind = "chat",
            TurnCount = 9,
            InputTokens = 0,
            OutputTokens = 0,
            Cost = 0,
            Metadata = [],
            CreatedAt = DateTimeOffset.UtcNow,
            UpdatedAt = DateTimeOffset.UtcNow,
        },
    };
}
