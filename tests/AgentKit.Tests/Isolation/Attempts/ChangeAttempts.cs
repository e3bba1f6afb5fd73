using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class ChangeAttempts : IScopeAttempts
{
    public Type Subject => typeof(IChangeFeed);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["ReadAsync(string, int)"] = async (t, s) =>
        {
            // A change is read once no older transaction runs on the server, where other tests are busy.
            while ((await t.Changes.ReadAsync(t.Owner, ChangeCursor.Beginning)).Changes.Count == 0)
            {
                await Task.Delay(10);
            }

            return (await t.Changes.ReadAsync(s, ChangeCursor.Beginning)).Changes.FirstOrDefault();
        },
        ["ReadAsync(Guid, long, int)"] = async (t, s) => (await t.Changes.ReadAsync(s, t.Session.Id)).FirstOrDefault(),
        ["WatchAsync(string)"] = async (t, s) =>
        {
            // A watch does not end by itself; it comes to what the scope does see, which was committed after the target.
            var own = await t.Sessions.CreateAsync(s, new NewSession(AgentKitFixture.Agent));
            var first = await t.Changes.WatchAsync(s, ChangeCursor.Beginning).FirstAsync();
            return first.SessionId == own.Id ? null : first;
        },
        ["WatchAsync(Guid, long?)"] = async (t, s) => await t.Changes.WatchAsync(s, t.Session.Id, 0).FirstOrDefaultAsync(),
    };
}
