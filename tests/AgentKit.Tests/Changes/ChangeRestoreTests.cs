using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>
/// A server that has not written what it holds: its transaction ids begin where those of the rows have long been. Each test has a database of
/// its own, because the remedy is for a whole schema.
/// </summary>
public sealed class ChangeRestoreTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const long Ahead = 1_000_000_000;

    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task ReadAsync_AfterARestoreElsewhere_RefusesUntilTheRemedyHasRun()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = database.ConnectionString);
        var (sessions, changes) = (provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<IChangeFeed>());
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("before")] });
        await sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("before, too")] });

        // As if these rows came from a server that is far ahead; the cursor is from there as well.
        await Sql.ExecuteAsync(database.AdminConnectionString, $"UPDATE agentkit.session_commits SET feed_position = feed_position + {Ahead}");
        var cursor = new FeedPosition(
            await Sql.ScalarAsync<long>(database.AdminConnectionString, "SELECT feed_position FROM agentkit.session_commits WHERE version = 2"),
            session.Id,
            2).ToString();

        var reading = () => changes.ReadAsync(_scope, ChangeCursor.Beginning);
        (await reading.Should().ThrowAsync<ChangeFeedException>()).WithMessage("*not written*after_restore.sql*");
        var watching = () => changes.WatchAsync(_scope).TakeAsync(1);
        await watching.Should().ThrowAsync<ChangeFeedException>("a watch must not hang where it could only leave something out");
        (await sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("after")] })).Version.Should().Be(4);

        await Shell.RunAsync("psql -X -q -v ON_ERROR_STOP=1 -v schema=agentkit -f sql/after_restore.sql", database.ConnectionString);
        await sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("after the remedy")] });

        // The fourth was written before the remedy, and so stands among those of before; that is why the application is to be stopped for it.
        (await changes.WatchAsync(_scope, cursor).TakeAsync(2)).Select(change => change.Version).Should().Equal(3, 5);
        (await changes.WatchAsync(_scope, session.Id, 2).TakeAsync(3)).Select(change => change.Version).Should().Equal(3, 4, 5);
    }

    [Fact]
    public async Task ReadAsync_CursorFromAServerThatLostTransactions_RefusesUntilTheRemedyHasRun()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = database.ConnectionString);
        var (sessions, changes) = (provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<IChangeFeed>());
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(1);
        var cursor = new FeedPosition(Ahead, Guid.CreateVersion7(), 5).ToString();

        var reading = () => changes.ReadAsync(_scope, cursor);
        (await reading.Should().ThrowAsync<ChangeFeedException>()).WithMessage("*cursor is ahead*");

        for (var times = 0; times < 2; times++)
        {
            await Shell.RunAsync("psql -X -q -v ON_ERROR_STOP=1 -v schema=agentkit -f sql/after_restore.sql", database.ConnectionString);
            await sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("after")] });
        }

        (await changes.WatchAsync(_scope, cursor).TakeAsync(2)).Select(change => change.Version).Should().Equal(2, 3);
        (await changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(3)).Select(change => change.Version).Should().Equal(1, 2, 3);
    }
}
