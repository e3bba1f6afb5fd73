namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class RetentionAttempts : IScopeAttempts
{
    public Type Subject => typeof(IRetention);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["ApplyAsync(RetentionPolicy)"] = (t, s) => PersonalDataAttempts.UnlessRefused(async () =>
        {
            var receipt = await t.Retention.ApplyAsync(s, new RetentionPolicy { Sessions = { [SessionStatus.Active] = TimeSpan.FromTicks(1) } });
            return receipt.Removed.Count == 0 ? null : receipt;
        }),
    };
}
