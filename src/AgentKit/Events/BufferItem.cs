namespace AgentKit;

/// <summary>What goes through the buffer: an event with the scope that it is written under, or the mark of somebody who waits for those before it.</summary>
internal readonly record struct BufferItem(AgentScope? Scope, CheckedEvent? Event, TaskCompletionSource? Mark)
{
    public BufferItem(AgentScope scope, CheckedEvent newEvent)
        : this(scope, newEvent, Mark: null)
    {
    }

    public BufferItem(TaskCompletionSource mark)
        : this(Scope: null, Event: null, mark)
    {
    }
}
