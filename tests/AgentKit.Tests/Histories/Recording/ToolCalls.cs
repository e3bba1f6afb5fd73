namespace AgentKit.Tests.Histories.Recording;

/// <summary>What is asked of the log of tool runs.</summary>
internal static class ToolCalls
{
    /// <summary>Answered with the tool run.</summary>
    public sealed record Start(AgentScope Scope, Guid SessionId, Guid ToolRunId);

    /// <summary>An end, of which one holds; answered with the tool run.</summary>
    /// <param name="Scope">Who ends it.</param>
    /// <param name="ToolRunId">Which one.</param>
    /// <param name="Status">How it ended.</param>
    /// <param name="Mark">Tells this end from others: the output, or the message of the error.</param>
    public sealed record End(AgentScope Scope, Guid ToolRunId, ToolRunStatus Status, string Mark);

    /// <summary>Answered with the tool run.</summary>
    public sealed record Read(AgentScope Scope, Guid ToolRunId);
}
