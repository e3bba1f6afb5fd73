namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class EventBufferAttempts : IScopeAttempts
{
    public Type Subject => typeof(IEventBuffer);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["WriteAsync(NewEvent)"] = async (t, s) =>
        {
            await t.EventBuffer.WriteAsync(s, EventAttempts.Stolen(t));
            await t.EventBuffer.WriteAsync(s, EventAttempts.Another(t));
            await t.EventBuffer.FlushAsync();
            return await EventAttempts.FindStolenAsync(t);
        },
        ["TryWrite(NewEvent)"] = async (t, s) =>
        {
            t.EventBuffer.TryWrite(s, EventAttempts.Stolen(t));
            t.EventBuffer.TryWrite(s, EventAttempts.Another(t));
            await t.EventBuffer.FlushAsync();
            return await EventAttempts.FindStolenAsync(t);
        },
    };
}
