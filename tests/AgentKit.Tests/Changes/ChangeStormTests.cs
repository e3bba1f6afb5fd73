using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>
/// Everything at once: writers on many sessions, transactions that are held open and end out of order or not at all, connections that are cut
/// in both directions, and watchers that come and go.
/// </summary>
public sealed class ChangeStormTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Writers = 8;
    private const int Sessions = 20;
    private const int CommitsOfAWriter = 60;
    private const int Holders = 3;
    private const int TransactionsOfAHolder = 25;
    private const int Watchers = 4;

    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WatchAsync_InTheStorm_SeesEveryCommitOnceAndInOrder(bool notifies)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var writing = CreateProvider(proxy, notifies);
        await using var watching = CreateProvider(proxy, notifies);
        var store = writing.GetRequiredService<ISessionStore>();
        var feed = watching.GetRequiredService<IChangeFeed>();
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => CreateAsync(store)));
        var last = Guid.CreateVersion7();
        proxy.CutOneOf = 15;

        using var deadline = new CancellationTokenSource(FeedReader.Patience);
        var ofWorkspace = Enumerable.Range(0, Watchers).Select(_ => Task.Run(() => FollowWorkspaceAsync(feed, last, deadline.Token))).ToArray();
        var ofSessions = sessions.Select(session => Task.Run(() => FollowSessionAsync(feed, session.Id, deadline.Token))).ToArray();
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync(store, sessions)));
        var holders = Enumerable.Range(0, Holders).Select(_ => Task.Run(() => HoldAsync(sessions)));
        await Task.WhenAll(writers.Concat(holders));
        foreach (var session in sessions)
        {
            await store.CloseAsync(_scope, session.Id);
        }

        await store.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent) { Id = last });

        var expected = (await CommittedAsync()).ToHashSet();
        expected.Should().HaveCountGreaterThan(Sessions + (Writers * CommitsOfAWriter), "the writers', some of the holders', the creations and the ends");
        foreach (var seen in await Task.WhenAll(ofWorkspace))
        {
            seen.Should().OnlyHaveUniqueItems().And.HaveCount(expected.Count);
            seen.Should().BeSubsetOf(expected);
            foreach (var session in seen.GroupBy(change => change.SessionId))
            {
                session.Select(change => change.Version).Should().Equal(Enumerable.Range(1, session.Count()).Select(i => (long)i));
            }
        }

        foreach (var (session, seen) in sessions.Zip(await Task.WhenAll(ofSessions)))
        {
            seen.Should().Equal(Enumerable.Range(1, expected.Count(change => change.SessionId == session.Id)).Select(i => (long)i));
        }

        proxy.Cuts.Should().BeGreaterThan(20);
    }

    /// <summary>Watches some changes, leaves, and comes back with the cursor of the last one.</summary>
    private async Task<List<(Guid SessionId, long Version)>> FollowWorkspaceAsync(IChangeFeed feed, Guid last, CancellationToken cancellationToken)
    {
        List<(Guid SessionId, long Version)> seen = [];
        var cursor = ChangeCursor.Beginning;
        while (true)
        {
            var stay = Random.Shared.Next(1, 40);
            await foreach (var change in feed.WatchAsync(_scope, cursor, cancellationToken))
            {
                seen.Add((change.SessionId, change.Version));
                cursor = change.Cursor!;
                if (change.SessionId == last)
                {
                    return seen;
                }

                if (--stay == 0)
                {
                    break;
                }
            }
        }
    }

    private async Task<List<long>> FollowSessionAsync(IChangeFeed feed, Guid sessionId, CancellationToken cancellationToken)
    {
        List<long> seen = [];
        while (true)
        {
            var stay = Random.Shared.Next(1, 10);
            await foreach (var change in feed.WatchAsync(_scope, sessionId, seen.LastOrDefault(), cancellationToken))
            {
                seen.Add(change.Version);
                if (change.Status == SessionStatus.Closed)
                {
                    return seen;
                }

                if (--stay == 0)
                {
                    break;
                }
            }
        }
    }

    private async Task WriteAsync(ISessionStore store, Session[] sessions)
    {
        for (var i = 0; i < CommitsOfAWriter; i++)
        {
            var session = sessions[Random.Shared.Next(sessions.Length)];
            await store.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("hi")] });
        }
    }

    /// <summary>Writes as the superuser, waits, and commits or not: long after others that have begun later.</summary>
    private async Task HoldAsync(Session[] sessions)
    {
        for (var i = 0; i < TransactionsOfAHolder; i++)
        {
            var session = sessions[Random.Shared.Next(sessions.Length)];
            await using var held = await HeldTransaction.BeginAsync(
                fixture.Database.AdminConnectionString, HeldTransaction.CommitTo(_scope, session.Id));
            await Task.Delay(Random.Shared.Next(30));
            await (Random.Shared.Next(4) == 0 ? held.RollbackAsync() : held.CommitAsync());
        }
    }

    private async Task<List<(Guid SessionId, long Version)>> CommittedAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString);
        await using var command = dataSource.CreateCommand(
            $"SELECT session_id, version FROM agentkit.session_commits WHERE workspace_id = '{_scope.WorkspaceId}'");
        await using var reader = await command.ExecuteReaderAsync();
        List<(Guid SessionId, long Version)> committed = [];
        while (await reader.ReadAsync())
        {
            committed.Add((reader.GetGuid(0), reader.GetInt64(1)));
        }

        return committed;
    }

    private Task<Session> CreateAsync(ISessionStore store) => store.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

    private ServiceProvider CreateProvider(TcpProxy proxy, bool notifies) => fixture.CreateProvider(options =>
    {
        options.ConnectionString = proxy.ConnectionString;
        options.NotifyChanges = notifies;
        options.ChangePollInterval = TimeSpan.FromMilliseconds(20);
        options.ChangePollIntervalWhileListening = TimeSpan.FromSeconds(1);
        options.Resilience.TransientRetries = 20;
        options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
    });
}
