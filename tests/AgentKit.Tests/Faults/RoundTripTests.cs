using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>What a call costs on the wire, counted by a proxy, with row-level security on.</summary>
public sealed class RoundTripTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task EveryCall_OnTheWire_IsTheRoundTripsItPromises()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var changes = provider.GetRequiredService<IChangeFeed>();
        var scope = AgentKitFixture.NewUser();
        var session = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        SessionCommit Commit() => new() { Turns = [Turn.User("hi")], CapturedData = { ["a"] = 1 }, Metadata = { ["b"] = 2 } };

        // Before, while and after the statements are prepared: never more than one.
        for (var i = 0; i < 10; i++)
        {
            var known = session;
            (await CountAsync(async () => session = await sessions.CommitAsync(scope, known, Commit()))).Should().Be(1, "a commit, the {0}th", i);
        }

        (await CountAsync(() => sessions.AppendAsync(scope, session.Id, Commit()))).Should().Be(1, "an append");
        (await CountAsync(() => sessions.AddIntentSeenAsync(scope, session.Id, new IntentSeen("i")))).Should().Be(1, "a state helper");
        (await CountAsync(() => sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent)))).Should().Be(1, "a creation");
        (await CountAsync(() => sessions.GetAsync(scope, session.Id))).Should().Be(1, "a read");
        (await CountAsync(() => sessions.GetSnapshotAsync(scope, session.Id))).Should().Be(1, "a snapshot");
        (await CountAsync(() => sessions.GetTurnsAsync(scope, session.Id))).Should().Be(1, "a page of turns");
        (await CountAsync(() => sessions.GetLastTurnsAsync(scope, session.Id, 5, wholeToolCalls: true))).Should().Be(1, "the last turns");
        (await CountAsync(() => sessions.GetTotalsAsync(scope, session.Id))).Should().Be(1, "totals");
        (await CountAsync(() => sessions.ListAsync(scope))).Should().Be(1, "a list");
        (await CountAsync(() => changes.ReadAsync(scope, ChangeCursor.Beginning))).Should().Be(1, "a page of changes");
        (await CountAsync(() => changes.ReadAsync(scope))).Should().Be(1, "where the feed stands now");
        (await CountAsync(() => changes.ReadAsync(scope, session.Id))).Should().Be(1, "a page of changes of a session");
        (await CountAsync(async () => session = await sessions.CommitAsync(
            scope, await fixture.Sessions.GetAsync(scope, session.Id), Commit() with { RewindTo = 3, Summary = new(2, Turn.System("s")) })))
            .Should().Be(1, "an edit with a summary");
        (await CountAsync(() => sessions.GetHistoryAsync(scope, session.Id))).Should().Be(1, "a history");
        (await CountAsync(() => sessions.GetArchivedTurnsAsync(scope, session.Id))).Should().Be(1, "turns taken back");
        (await CountAsync(() => sessions.ForkAsync(scope, session.Id))).Should().Be(1, "a fork");
        (await CountAsync(() => sessions.SearchTurnsAsync(scope, new TurnSearch("hi")))).Should().Be(1, "a search");
        (await CountAsync(() => sessions.FindUnansweredToolCallsAsync(scope, session.Id))).Should().Be(1, "calls without results");
        (await CountAsync(() => sessions.RepairToolCallsAsync(scope, session))).Should().Be(2, "nothing to repair");
        (await CountAsync(() => sessions.UpdateAsync(scope, session.Id, _ => Commit()))).Should().Be(2, "an update: one to load, one to commit");
        (await CountAsync(async () =>
        {
            var conflict = () => sessions.CommitAsync(scope, session with { Version = 1 }, Commit());
            await conflict.Should().ThrowAsync<VersionConflictException>();
        })).Should().Be(1, "a conflict, diagnosed in the same round trip");

        async Task<int> CountAsync(Func<Task> call)
        {
            var before = proxy.RoundTrips;
            await call();
            return proxy.RoundTrips - before;
        }
    }
}
