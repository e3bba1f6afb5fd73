namespace AgentKit;

/// <summary>An event that may travel with others.</summary>
internal sealed class GroupedEvent(AgentScope scope, CheckedEvent newEvent)
    : GroupMember(scope, newEvent.Id, newEvent.Payload?.Length ?? 0)
{
    public CheckedEvent Event { get; } = newEvent;
}
