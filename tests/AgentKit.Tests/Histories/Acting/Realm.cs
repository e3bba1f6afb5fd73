namespace AgentKit.Tests.Histories.Acting;

/// <summary>One user of one workspace, and what those who act for them have made so far.</summary>
internal sealed class Realm(AgentScope user)
{
    /// <summary>How long the claim of a task holds: short, so that leases expire in the middle of the work.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(300);

    public AgentScope User { get; } = user;

    public AgentScope Service { get; } = AgentScope.ForService(user.WorkspaceId);

    public Pool<Guid> Sessions { get; } = new(4);

    /// <summary>Sessions with a budget, in which everything is reserved before it is spent.</summary>
    public Pool<Guid> Metered { get; } = new(2);

    public Pool<Run> Runs { get; } = new(3);

    public Pool<Guid> ToolRuns { get; } = new(4);

    public Pool<Guid> Tasks { get; } = new(6);

    /// <summary>Leases on tasks, those that are lost included.</summary>
    public Pool<TaskLease> Leases { get; } = new(4);
}
