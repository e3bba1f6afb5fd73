namespace AgentKit;

/// <summary>How things stand after a creation.</summary>
internal sealed record TaskOutcomeRow : TaskRow
{
    /// <summary>Whether the scope sees the session that was named, if one was.</summary>
    public bool IsSessionFound { get; init; }

    /// <summary>Whether the scope sees the agent's run that was named, if one was.</summary>
    public bool IsRunFound { get; init; }

    /// <summary>Whether the scope sees the task, so that the other columns have values.</summary>
    public bool IsFound { get; init; }
}
