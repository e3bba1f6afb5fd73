namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class EventBufferAttempts : IStoreAttempts
{
    public Type Store => typeof(IEventBuffer);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["WriteAsync"] = async (t, s) =>
        {
            await t.EventBuffer.WriteAsync(s, EventAttempts.Stolen(t));
            await t.EventBuffer.FlushAsync();
            return await EventAttempts.FindStolenAsync(t);
        },
        ["TryWrite"] = async (t, s) =>
        {
            t.EventBuffer.TryWrite(s, EventAttempts.Stolen(t));
            await t.EventBuffer.FlushAsync();
            return await EventAttempts.FindStolenAsync(t);
        },
    };
}
