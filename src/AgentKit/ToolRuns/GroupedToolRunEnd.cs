namespace AgentKit;

/// <summary>The end of a tool run that may travel with others.</summary>
internal sealed class GroupedToolRunEnd(AgentScope scope, Guid toolRunId, ToolRunEnd end)
    : GroupMember(scope, toolRunId, (end.Output?.Length ?? 0) + (end.Error?.Message?.Length ?? 0))
{
    public ToolRunEnd End { get; } = end;
}
