namespace AgentKit;

/// <summary>Which events a list holds and where it goes on.</summary>
/// <remarks>
/// The first of these that is given finds the events by an index, and the others leave out some of them: run, session, type, category; and time
/// with each. A tool's name has no index, and neither has a user: in a workspace with many events give them one of the others, or a time, to
/// look through.
/// </remarks>
public sealed record EventFilter
{
    /// <summary>Only those about this session. Default: about every session and none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Only those about this run of an agent. Default: about every run and none.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Only those of this kind. Default: of every kind.</summary>
    public EventCategory? Category { get; init; }

    /// <summary>Only those of this type, exactly. Default: of every type.</summary>
    public string? Type { get; init; }

    /// <summary>Only those about this tool, exactly. Default: about every tool and none.</summary>
    public string? ToolName { get; init; }

    /// <summary>Only those whose id was made at or after this time, to the millisecond. Default: no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those whose id was made before this time, to the millisecond. Default: no bound.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many events a page holds: 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>
    /// <see cref="Page{T}.Next"/> of the page before, to be used with the same filter; a text of another origin is an
    /// <see cref="ArgumentException"/>. Default: the first page.
    /// </summary>
    public string? Cursor { get; init; }
}
