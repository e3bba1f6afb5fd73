using System.Collections.Concurrent;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>What a listener outside hears: one notification for each commit that was applied, and nothing that names anybody.</summary>
public sealed class ChangeNoticeTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task EveryWrite_Applied_NotifiesOnceAndARefusedOneNever()
    {
        await using var provider = fixture.CreateProvider(options => options.NotifyChanges = true);
        var sessions = provider.GetRequiredService<ISessionStore>();
        await using var listener = await ListenAsync();

        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var payload = await listener.NextAsync();
        payload.Should().MatchRegex("^[0-9a-f]{32}$");
        _scope.WorkspaceId.Should().NotContain(payload[..8]);

        var commit = new SessionCommit { Turns = [Turn.User("hi")] };
        var committed = await sessions.CommitAsync(_scope, session, commit);
        await sessions.CommitAsync(_scope, session, commit); // the same operation again
        await sessions.Awaiting(store => store.CommitAsync(_scope, session, new SessionCommit())).Should().ThrowAsync<VersionConflictException>();
        await sessions.Awaiting(store => store.CommitAsync(_scope, session with { Id = Guid.CreateVersion7() }, new SessionCommit()))
            .Should().ThrowAsync<SessionNotFoundException>();
        await sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("ho")] });
        await sessions.UpdateAsync(_scope, session.Id, _ => new SessionCommit { Title = "t" });
        await sessions.CloseAsync(_scope, committed.Id);
        await LastAsync(sessions);

        (await listener.UntilAnotherAsync(payload)).Should().Equal(payload, payload, payload, payload);
    }

    [Fact]
    public async Task UpdateAsync_UnderTheRowLock_Notifies()
    {
        await using var provider = fixture.CreateProvider(options =>
        {
            options.NotifyChanges = true;
            options.Resilience.ConflictsBeforeLock = 0;
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await using var listener = await ListenAsync();

        await sessions.UpdateAsync(_scope, session.Id, _ => new SessionCommit { Turns = [Turn.User("hi")] });

        (await listener.NextAsync()).Should().HaveLength(32);
    }

    [Fact]
    public async Task EveryWrite_ByDefault_NotifiesNobody()
    {
        await using var notifying = fixture.CreateProvider(options => options.NotifyChanges = true);
        await using var listener = await ListenAsync();

        var session = await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("hi")] });
        await LastAsync(notifying.GetRequiredService<ISessionStore>());

        (await listener.UntilAnotherAsync(mine: "")).Should().BeEmpty("only the last one was to be heard");
    }

    /// <summary>Notifications come in the order of the commits: after this one, nothing of before is to come any more.</summary>
    private static Task<Session> LastAsync(ISessionStore sessions) => sessions.CreateAsync(AgentKitFixture.NewUser(), new NewSession(AgentKitFixture.Agent));

    private async Task<Listener> ListenAsync()
    {
        var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync();
        return await Listener.StartAsync(connection);
    }

    private sealed class Listener(NpgsqlConnection connection) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _payloads = [];

        public static async Task<Listener> StartAsync(NpgsqlConnection connection)
        {
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

        /// <summary>All notifications up to the first one of another session.</summary>
        public async Task<List<string>> UntilAnotherAsync(string mine)
        {
            List<string> payloads = [];
            string payload;
            while ((payload = await NextAsync()) == mine)
            {
                payloads.Add(payload);
            }

            return payloads;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
