namespace AgentKit;

/// <summary>Which runs a list holds and where it goes on.</summary>
public sealed record RunFilter
{
    /// <summary>Only those of this session. Default: of every session.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Only the direct children of this run. Default: children and others.</summary>
    public Guid? ParentRunId { get; init; }

    /// <summary>Only those of this agent. Default: of every agent.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only those of this agent type. Default: of every type and of none.</summary>
    public string? AgentType { get; init; }

    /// <summary>Only those with one of these statuses. Default: all.</summary>
    public IReadOnlyList<RunStatus> Statuses { get; init; } = [];

    /// <summary>Only those whose id was made at or after this time, to the millisecond. Default: no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those whose id was made before this time, to the millisecond. Default: no bound.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many runs a page holds: 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>
    /// <see cref="Page{T}.Next"/> of the page before, to be used with the same filter; a text of another origin is an
    /// <see cref="ArgumentException"/>. Default: the first page.
    /// </summary>
    public string? Cursor { get; init; }
}
