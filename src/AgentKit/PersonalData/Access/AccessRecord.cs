namespace AgentKit;

/// <summary>One call of an admin, as it was recorded.</summary>
public sealed record AccessRecord
{
    /// <summary>A UUID v7; the log is in its order.</summary>
    public required Guid Id { get; init; }

    /// <summary>By the host's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The admin.</summary>
    public required string UserId { get; init; }

    /// <summary>
    /// The statement that the call was about, as it is called below <c>sql/queries</c>: <c>sessions/get_turns</c>. Calls that write are
    /// recorded too, for they answer with what they find.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>The session that the call named; <see langword="null"/> for one that named none, such as a list.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The tool run, run, task or event that the call named; <see langword="null"/> for one that named none.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The person that the call named, such as the owner of what is listed; <see langword="null"/> for one that named nobody.</summary>
    public string? SubjectUserId { get; init; }
}
