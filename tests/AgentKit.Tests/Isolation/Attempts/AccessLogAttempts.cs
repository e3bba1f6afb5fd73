namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class AccessLogAttempts : IScopeAttempts
{
    public Type Subject => typeof(IAccessLog);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["ListAsync(AccessFilter)"] = async (t, s) => (await t.AccessLog.ListAsync(s)).Items.FirstOrDefault(),
    };
}
