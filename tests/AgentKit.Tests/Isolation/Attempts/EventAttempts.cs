namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class EventAttempts : IStoreAttempts
{
    public Type Store => typeof(IEventLog);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["ListAsync"] = async (t, s) =>
            (await t.Events.ListAsync(s)).Items
                .Concat((await t.Events.ListAsync(s, new() { SessionId = t.Session.Id })).Items)
                .Concat((await t.Events.ListAsync(s, new() { Type = "secret" })).Items)
                .Concat((await t.Events.ListAsync(s, new() { Category = EventCategory.Hook })).Items)
                .FirstOrDefault(),
        ["StreamAsync"] = async (t, s) =>
            await t.Events.StreamAsync(s).FirstOrDefaultAsync()
            ?? await t.Events.StreamAsync(s, new() { SessionId = t.Session.Id }).FirstOrDefaultAsync(),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        // In another workspace the id is free: what is recorded is theirs, and the owner does not see it.
        ["AppendAsync"] = async (t, s) =>
        {
            await t.Events.AppendAsync(s, Stolen(t));
            return await FindStolenAsync(t);
        },
        ["AppendManyAsync"] = async (t, s) =>
        {
            await t.Events.AppendManyAsync(s, [Stolen(t), Stolen(t) with { Id = Guid.CreateVersion7() }]);
            return await FindStolenAsync(t);
        },
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["DeleteOlderThanAsync"] = async (t, s) =>
        {
            await t.Events.DeleteOlderThanAsync(s, DateTimeOffset.UtcNow.AddDays(1));
            return (await t.Events.ListAsync(t.Owner)).Items.Any(item => item.Id == t.Event.Id) ? null : "removed";
        },
    };

    internal static NewEvent Stolen(Target target) =>
        new(EventCategory.Phase, "stolen") { Id = target.Event.Id, SessionId = target.Session.Id };

    internal static async Task<object?> FindStolenAsync(Target target) =>
        (await target.Events.ListAsync(target.Owner)).Items.FirstOrDefault(item => item.Type == "stolen");
}
