namespace AgentKit;

/// <summary>A session that goes its own way from a turn of another one on. Its owner is the user of the scope, if there is one.</summary>
/// <remarks>
/// It begins at version 1 with the agent, kind, phase, metadata and state that the other session has now, its turns up to
/// <see cref="AtTurn"/> and the latest summary within them; it is active, whatever the other one's status. Its totals begin at zero: they say
/// what the fork itself consumes. The turns keep their own usage, which was counted where they were first committed.
/// </remarks>
public sealed record NewFork
{
    /// <summary>A UUID v7. Forking into the same id again returns the fork as it was made, and writes nothing. Default: a new one.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>
    /// The last turn that the fork has; 0 for none. Default: all turns that there are. It may lie between a tool call and its result, which
    /// leaves the call unanswered in the fork.
    /// </summary>
    public long? AtTurn { get; init; }

    /// <summary>A title for people; 1 to 500 characters. Default: that of the other session.</summary>
    public string? Title { get; init; }

    /// <summary>The host's key of the conversation; 1 to 500 characters. None by default: the other session keeps its own.</summary>
    public string? ConversationKey { get; init; }

    /// <summary>A readable id, unique in the workspace; 1 to 500 characters. None by default.</summary>
    public string? Slug { get; init; }

    /// <summary>The folder that the fork works in; 1 to 500 characters. None by default: two sessions do not share a folder by accident.</summary>
    public string? WorkingDirectory { get; init; }
}
