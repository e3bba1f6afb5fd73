namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class EventAttempts : IScopeAttempts
{
    public Type Subject => typeof(IEventLog);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["ListAsync(EventFilter)"] = async (t, s) =>
            (await t.Events.ListAsync(s)).Items
                .Concat((await t.Events.ListAsync(s, new() { SessionId = t.Session.Id })).Items)
                .Concat((await t.Events.ListAsync(s, new() { Type = "secret" })).Items)
                .Concat((await t.Events.ListAsync(s, new() { Category = EventCategory.Hook })).Items)
                .FirstOrDefault(),
        ["StreamAsync(EventFilter)"] = async (t, s) =>
            await t.Events.StreamAsync(s).FirstOrDefaultAsync()
            ?? await t.Events.StreamAsync(s, new() { SessionId = t.Session.Id }).FirstOrDefaultAsync(),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        // In another workspace the id is free: what is recorded is theirs, and the owner does not see it.
        ["AppendAsync(NewEvent)"] = async (t, s) =>
        {
            try
            {
                await t.Events.AppendAsync(s, Stolen(t));
            }
            catch (AlreadyExistsException)
            {
                await t.Events.AppendAsync(s, Another(t));
            }

            return await FindStolenAsync(t);
        },
        ["AppendManyAsync(IReadOnlyList<NewEvent>)"] = async (t, s) =>
        {
            await t.Events.AppendManyAsync(s, [Stolen(t), Another(t)]);
            return await FindStolenAsync(t);
        },
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["DeleteOlderThanAsync(DateTimeOffset, int)"] = async (t, s) =>
        {
            await t.Events.DeleteOlderThanAsync(s, DateTimeOffset.UtcNow.AddDays(1));
            return (await t.Events.ListAsync(t.Owner)).Items.Any(item => item.Id == t.Event.Id) ? null : "removed";
        },
    };

    internal static NewEvent Stolen(Target target) =>
        new(EventCategory.Phase, "stolen") { Id = target.Event.Id, SessionId = target.Session.Id };

    internal static NewEvent Another(Target target) => Stolen(target) with { Id = Guid.CreateVersion7() };

    internal static async Task<object?> FindStolenAsync(Target target) =>
        (await target.Events.ListAsync(target.Owner)).Items.FirstOrDefault(item => item.Type == "stolen");
}
