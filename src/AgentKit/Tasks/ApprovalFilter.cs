namespace AgentKit;

/// <summary>Which pending approvals a list holds and where it goes on.</summary>
public sealed record ApprovalFilter
{
    /// <summary>Only those of this session. Default: of every session, and of none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Only those of this user's tasks; for a scope that sees those of others. Default: of everybody that the scope sees.</summary>
    public string? UserId { get; init; }

    /// <summary>How many approvals a page holds: 1 to 1,000. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>
    /// <see cref="Page{T}.Next"/> of the page before, to be used with the same filter; a text of another origin is an
    /// <see cref="ArgumentException"/>. Default: the first page.
    /// </summary>
    public string? Cursor { get; init; }
}
