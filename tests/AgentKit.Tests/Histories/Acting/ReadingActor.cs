using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>Reads sessions, and tries those of others.</summary>
internal sealed class ReadingActor(Stage stage) : Actor(stage)
{
    protected override async Task PlayAsync()
    {
        if (OneOf(6))
        {
            var list = new SessionCalls.ReadList(Realm.User);
            await CallAsync(list, async token => (await Host.Sessions.ListAsync(list.Scope, new() { Limit = 1_000 }, token)).Items);
        }
        else if (Realm.Sessions.TryPick(Random, out var session))
        {
            await (Random.Next(5) switch
            {
                0 or 1 => ReadSnapshotAsync(session),
                4 => TrespassAsync(session),
                _ => ReadTurnsAsync(session, Random.Next(30), Random.Next(1, 20)),
            });
        }
    }

    /// <summary>All that there is of a session, once everything is over.</summary>
    public async Task ReadAllAsync(Realm realm, IEnumerable<Guid> sessions)
    {
        foreach (var session in sessions)
        {
            await ReadSnapshotAsync(session, realm.User);
            await ReadTurnsAsync(session, 0, 1_000, realm.User);
        }
    }

    private async Task ReadSnapshotAsync(Guid session, AgentScope? scope = null)
    {
        var request = new SessionCalls.ReadSnapshot(scope ?? Realm.User, session);
        await CallAsync(request, token => Host.Sessions.GetSnapshotAsync(request.Scope, session, token));
    }

    private async Task ReadTurnsAsync(Guid session, long after, int limit, AgentScope? scope = null)
    {
        var request = new SessionCalls.ReadTurns(scope ?? Realm.User, session, after, limit);
        await CallAsync(request, token => Host.Sessions.GetTurnsAsync(request.Scope, session, after, limit, token));
    }

    private async Task TrespassAsync(Guid session)
    {
        var scopes = World.Realms.Where(realm => realm != Realm).Select(realm => realm.User).ToArray();
        var scope = scopes[Random.Next(scopes.Length)];
        if (OneOf(2))
        {
            var read = new SessionCalls.Trespass(scope, session, "read");
            await CallAsync(read, async token => (object)await Host.Sessions.GetSnapshotAsync(scope, session, token));
        }
        else
        {
            var write = new SessionCalls.Trespass(scope, session, "write");
            await CallAsync(write, async token => (object)await Host.Sessions.AppendAsync(
                scope, session, new Decision(Guid.CreateVersion7()) { Turns = 1 }.ToCommit(), token));
        }
    }
}
