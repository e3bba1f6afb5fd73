namespace AgentKit;

/// <summary>Which tasks a list holds and where it goes on.</summary>
public sealed record TaskFilter
{
    /// <summary>Only those with one of these statuses. Default: all.</summary>
    public IReadOnlyList<AgentTaskStatus> Statuses { get; init; } = [];

    /// <summary>Only those of this session. Default: of every session, and of none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Only those that this run of an agent asked for. Default: of every run, and of none.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Only those of this user; for a scope that sees those of others. Default: of everybody that the scope sees.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// Only open ones that are due before this time, the earliest deadline first; with the present time, those that are overdue. Default: with
    /// any deadline or none, the latest task first.
    /// </summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>How many tasks a page holds: 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>
    /// <see cref="Page{T}.Next"/> of the page before, to be used with the same filter; a text of another origin is an
    /// <see cref="ArgumentException"/>. Default: the first page.
    /// </summary>
    public string? Cursor { get; init; }
}
