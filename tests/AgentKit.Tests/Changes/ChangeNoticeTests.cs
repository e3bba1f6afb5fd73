using System.Collections.Concurrent;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>Who hears of a commit, and of what: a listener outside hears nothing that names anybody.</summary>
public sealed class ChangeNoticeTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, Func<ISessionStore, AgentScope, Session, Task>> Writes => new()
    {
        { "a commit", (store, scope, session) => store.CommitAsync(scope, session, Commit()) },
        { "an append", (store, scope, session) => store.AppendAsync(scope, session.Id, Commit()) },
        { "an update", (store, scope, session) => store.UpdateAsync(scope, session.Id, _ => Commit()) },
        { "a state helper", (store, scope, session) => store.AddIntentSeenAsync(scope, session.Id, new IntentSeen("i")) },
        { "an end", (store, scope, session) => store.CloseAsync(scope, session.Id) },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task EveryWrite_Notifying_IsHeardOfWithoutAnyId(string what, Func<ISessionStore, AgentScope, Session, Task> write)
    {
        foreach (var conflictsBeforeLock in new[] { 3, 0 })
        {
            await using var provider = fixture.CreateProvider(options =>
            {
                options.NotifyChanges = true;
                options.Resilience.ConflictsBeforeLock = conflictsBeforeLock;
            });
            var sessions = provider.GetRequiredService<ISessionStore>();
            await using var listener = await Listener.StartAsync(fixture.Database.DirectConnectionString);
            var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
            var ofCreation = await listener.NextAsync();

            await write(sessions, _scope, session);

            (await listener.NextAsync()).Should().Be(ofCreation, what).And.MatchRegex("^[0-9a-f]{32}$");
            ofCreation.Should().Be(ChangeKey.Of(_scope, session.Id)).And.StartWith(ChangeKey.Of(_scope));
            ofCreation.Should().NotContain(session.Id.ToString("N")[..8]);
        }
    }

    [Fact]
    public async Task ManyWrites_Notifying_AreToldOfTogether()
    {
        const int writes = 500;
        await using var provider = fixture.CreateProvider(options => options.NotifyChanges = true);
        var sessions = provider.GetRequiredService<ISessionStore>();
        await using var listener = await Listener.StartAsync(fixture.Database.DirectConnectionString);
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await listener.NextAsync();

        await Task.WhenAll(Enumerable.Range(0, writes).Select(_ => sessions.AppendAsync(_scope, session.Id, Commit())));
        var last = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        var heard = 0;
        while (await listener.NextAsync() != ChangeKey.Of(_scope, last.Id))
        {
            heard++;
        }

        heard.Should().BeInRange(1, writes / 2);
    }

    [Fact]
    public async Task EveryWrite_ByDefault_NotifiesNobody()
    {
        await using var notifying = fixture.CreateProvider(options => options.NotifyChanges = true);
        await using var listener = await Listener.StartAsync(fixture.Database.DirectConnectionString);
        var session = await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await fixture.Sessions.AppendAsync(_scope, session.Id, Commit());

        var last = await notifying.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        (await listener.NextAsync()).Should().Be(ChangeKey.Of(_scope, last.Id));
    }

    /// <summary>Polls once an hour and no notifications: only the process itself can have told.</summary>
    [Fact]
    public async Task Watch_InTheProcessThatCommits_IsWokenUpAtOnce()
    {
        await using var provider = fixture.CreateProvider(options => options.ChangePollInterval = TimeSpan.FromHours(1));
        var (sessions, changes) = (provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<IChangeFeed>());
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await using var ofSession = changes.WatchAsync(_scope, session.Id, 0).GetAsyncEnumerator();
        await using var ofWorkspace = changes.WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();

        for (var version = 1; version <= 10; version++)
        {
            (await ofSession.MoveNextAsync() && await ofWorkspace.MoveNextAsync()).Should().BeTrue();
            (ofSession.Current.Version, ofWorkspace.Current.Version).Should().Be((version, version));
            await sessions.AppendAsync(_scope, session.Id, Commit());
        }
    }

    /// <summary>Half of all requests are cut off, those that notify among them.</summary>
    [Fact]
    public async Task EveryWrite_NotificationIsCutOff_IsToldOfAgain()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.NotifyChanges = true;
            options.Resilience.TransientRetries = 20;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        await sessions.ListAsync(_scope);
        await using var listener = await Listener.StartAsync(fixture.Database.DirectConnectionString);
        proxy.CutOneOf = 2;

        for (var i = 0; i < 10; i++)
        {
            var other = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
            while (await listener.NextAsync() != ChangeKey.Of(_scope, other.Id))
            {
                // What was told of before and could not be acknowledged is told of twice.
            }
        }

        proxy.Cuts.Should().BeGreaterThan(5);
    }

    [Fact]
    public async Task Dispose_RightAfterACommit_StillTellsOfIt()
    {
        await using var listener = await Listener.StartAsync(fixture.Database.DirectConnectionString);
        Session last;
        await using (var provider = fixture.CreateProvider(options => options.NotifyChanges = true))
        {
            await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
            last = await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        }

        while (await listener.NextAsync() != ChangeKey.Of(_scope, last.Id))
        {
            // The one before.
        }
    }

    private static SessionCommit Commit() => new() { Turns = [Turn.User("hi")] };

    private sealed class Listener(NpgsqlConnection connection) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _payloads = [];

        public static async Task<Listener> StartAsync(string connectionString)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            var listener = new Listener(connection);
            connection.Notification += (_, notification) => listener._payloads.Enqueue(notification.Payload);
            await using var command = new NpgsqlCommand("LISTEN agentkit", connection);
            await command.ExecuteNonQueryAsync();
            return listener;
        }

        public async Task<string> NextAsync()
        {
            using var deadline = new CancellationTokenSource(FeedReader.Patience);
            string? payload;
            while (!_payloads.TryDequeue(out payload))
            {
                await connection.WaitAsync(deadline.Token);
            }

            return payload;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
