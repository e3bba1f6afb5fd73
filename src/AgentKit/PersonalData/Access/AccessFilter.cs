namespace AgentKit;

/// <summary>Which records of the access log a list holds and where it goes on.</summary>
public sealed record AccessFilter
{
    /// <summary>Only calls of this admin. Default: of every admin.</summary>
    public string? UserId { get; init; }

    /// <summary>Only calls that named this session. Default: every call.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Only calls at or after this time, to the millisecond. Default: no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only calls before this time, to the millisecond. Default: no bound.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many records a page holds: 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>
    /// <see cref="Page{T}.Next"/> of the page before, to be used with the same filter; a text of another origin is an
    /// <see cref="ArgumentException"/>. Default: the first page.
    /// </summary>
    public string? Cursor { get; init; }
}
