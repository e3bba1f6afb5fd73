namespace AgentKit;

/// <summary>Which sessions a list holds, in which order, and where it goes on.</summary>
public sealed record SessionFilter
{
    /// <summary>Only sessions with one of these statuses. Default: all statuses.</summary>
    public IReadOnlyList<SessionStatus> Statuses { get; init; } = [];

    /// <summary>Only sessions of this user; for a scope that sees those of others. Default: of everybody that the scope sees.</summary>
    public string? UserId { get; init; }

    /// <summary>Only sessions in which this agent is active. Default: of every agent.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only sessions of this kind. Default: of every kind.</summary>
    public string? Kind { get; init; }

    /// <summary>The order. Default: <see cref="SessionOrder.LastActivity"/>.</summary>
    public SessionOrder Order { get; init; } = SessionOrder.LastActivity;

    /// <summary>How many sessions a page holds: 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>
    /// <see cref="Page{T}.Next"/> of the page before, to be used with the same filter; a text of another origin is an
    /// <see cref="ArgumentException"/>. Default: the first page.
    /// </summary>
    public string? Cursor { get; init; }
}
