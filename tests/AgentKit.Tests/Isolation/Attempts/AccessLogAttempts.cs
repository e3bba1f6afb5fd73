namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class AccessLogAttempts : IStoreAttempts
{
    public Type Store => typeof(IAccessLog);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["ListAsync"] = async (t, s) => (await t.AccessLog.ListAsync(s)).Items.FirstOrDefault(),
    };
}
