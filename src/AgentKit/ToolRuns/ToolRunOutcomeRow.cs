namespace AgentKit;

/// <summary>How things stand after a start or a record, in a session that the scope sees.</summary>
internal sealed record ToolRunOutcomeRow : ToolRunRow
{
    /// <summary>Whether the tool run is there, for this session and tool, so that the other columns have values.</summary>
    public bool IsFound { get; init; }

    /// <summary>Whether the scope sees the agent's run that was named, if one was.</summary>
    public bool IsRunFound { get; init; }
}
