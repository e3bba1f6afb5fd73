using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>Watches: where they begin, go on and end. Polling only; nobody notifies.</summary>
public sealed class ChangeWatchTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IChangeFeed _changes = fixture.Get<IChangeFeed>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task WatchAsync_OfASession_HasWhatComesAfterAVersion()
    {
        var session = await CreateAsync();
        await using var watch = _changes.WatchAsync(_scope, session.Id, session.Version).GetAsyncEnumerator();
        var next = watch.MoveNextAsync();
        next.IsCompleted.Should().BeFalse("nothing has come yet");

        await AppendAsync(session, 3);

        (await next).Should().BeTrue();
        watch.Current.Should().BeEquivalentTo(new { SessionId = session.Id, Version = 2L, TurnCount = 1L, Cursor = (string?)null });
        (await watch.MoveNextAsync()).Should().BeTrue();
        watch.Current.Version.Should().Be(3);
        (await _changes.WatchAsync(_scope, session.Id, 0).TakeAsync(4)).Select(change => change.Version).Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public async Task WatchAsync_OfASessionFromNowOn_HasNothingFromBefore()
    {
        var session = await CreateAsync();
        await AppendAsync(session, 2);
        var first = _changes.WatchAsync(_scope, session.Id).TakeAsync(1);

        // The watch begins at its first read, whenever that is: it is behind some of these, and before the last.
        await FeedReader.UntilAsync(async () =>
        {
            await AppendAsync(session, 1);
            return first.IsCompleted;
        });

        (await first)[0].Version.Should().BeGreaterThan(3);
    }

    [Fact]
    public async Task WatchAsync_OfAWorkspaceFromNowOn_HasNothingFromBefore()
    {
        var old = await CreateAsync();
        await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(1);
        var first = _changes.WatchAsync(_scope).TakeAsync(1);

        await FeedReader.UntilAsync(async () =>
        {
            await CreateAsync();
            return first.IsCompleted;
        });

        (await first)[0].SessionId.Should().NotBe(old.Id);
    }

    [Fact]
    public async Task WatchAsync_AfterARestart_GoesOnFromTheCursor()
    {
        var session = await CreateAsync();
        await AppendAsync(session, 2);
        string? cursor;
        await using (var before = fixture.CreateProvider())
        {
            var seen = await before.GetRequiredService<IChangeFeed>().WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(2);
            cursor = seen[^1].Cursor;
        }

        await AppendAsync(session, 1);
        await using var after = fixture.CreateProvider();

        (await after.GetRequiredService<IChangeFeed>().WatchAsync(_scope, cursor).TakeAsync(2))
            .Select(change => change.Version).Should().Equal(3, 4);
    }

    [Fact]
    public async Task WatchAsync_EnumeratedTwice_BeginsTwice()
    {
        var session = await CreateAsync();
        var watch = _changes.WatchAsync(_scope, session.Id, 0);

        (await watch.TakeAsync(1)).Should().Equal(await watch.TakeAsync(1));
    }

    /// <summary>More than a page, taken slowly: nothing is dropped, because nothing is read ahead of the consumer.</summary>
    [Fact]
    public async Task WatchAsync_OfManyChanges_HasThemAll()
    {
        const int count = 1_000;
        var session = await CreateAsync();
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            INSERT INTO agentkit.session_commits (
                session_id, operation_id, version, turn_count, input_tokens, output_tokens, cost, workspace_id, user_id, agent_id, status)
            SELECT session_id, gen_random_uuid(), 1 + i, 0, 0, 0, 0, workspace_id, user_id, agent_id, status
            FROM agentkit.sessions, generate_series(1, {count - 1}) AS i
            WHERE workspace_id = '{_scope.WorkspaceId}'
            """);
        var expected = Enumerable.Range(1, count).Select(i => (session.Id, (long)i));

        (await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(count)).Keys().Should().Equal(expected);
        (await _changes.WatchAsync(_scope, session.Id, 0).TakeAsync(count)).Keys().Should().Equal(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WatchAsync_Cancelled_EndsWhileItWaits(bool ofASession)
    {
        // With such an interval only the cancellation can end the wait.
        await using var provider = fixture.CreateProvider(options => options.ChangePollInterval = TimeSpan.FromHours(1));
        var changes = provider.GetRequiredService<IChangeFeed>();
        var session = await CreateAsync();
        using var cancellation = new CancellationTokenSource();
        var watch = ofASession ? changes.WatchAsync(_scope, session.Id, 0, cancellation.Token) : changes.WatchAsync(_scope, ChangeCursor.Beginning, cancellation.Token);

        var all = async () =>
        {
            await foreach (var change in watch)
            {
                cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));
            }
        };

        await all.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task WatchAsync_CancelledInThePage_GivesNoMoreOfIt()
    {
        var session = await CreateAsync();
        await AppendAsync(session, 3);
        using var cancellation = new CancellationTokenSource();
        var seen = 0;

        var all = async () =>
        {
            await foreach (var change in _changes.WatchAsync(_scope, session.Id, 0, cancellation.Token))
            {
                seen++;
                await cancellation.CancelAsync();
            }
        };

        await all.Should().ThrowAsync<OperationCanceledException>();
        seen.Should().Be(1);
    }

    [Fact]
    public async Task WatchAsync_OfASessionThatIsDeleted_SaysSo()
    {
        var session = await CreateAsync();
        await using var watch = _changes.WatchAsync(_scope, session.Id, 0).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"DELETE FROM agentkit.sessions WHERE session_id = '{session.Id}'");

        await watch.Awaiting(feed => feed.MoveNextAsync().AsTask()).Should().ThrowAsync<SessionNotFoundException>();
    }

    [Fact]
    public async Task WatchAsync_HostIsDisposed_Ends()
    {
        var provider = fixture.CreateProvider(options => options.ChangePollInterval = TimeSpan.FromHours(1));
        await CreateAsync();
        await using var watch = provider.GetRequiredService<IChangeFeed>().WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        var next = watch.MoveNextAsync();

        await provider.DisposeAsync();

        await FluentActions.Awaiting(() => next.AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    /// <summary>Every read of a while fails, beyond all retries of a single call: the watch goes on, and the log says so once.</summary>
    [Fact]
    public async Task WatchAsync_ServerCannotBeReached_GoesOnWhenItCan()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        using var log = new CapturedLog();
        await using var provider = fixture.CreateProvider(
            options =>
            {
                options.ConnectionString = proxy.ConnectionString;
                options.ChangePollInterval = TimeSpan.FromMilliseconds(10);
                options.Resilience.TransientRetries = 1;
                options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
            },
            log.AddTo);
        var session = await CreateAsync();
        await using var watch = provider.GetRequiredService<IChangeFeed>().WatchAsync(_scope, session.Id, 0).GetAsyncEnumerator();
        await watch.MoveNextAsync();

        proxy.CutRequests(6);
        var next = watch.MoveNextAsync();
        await FeedReader.UntilAsync(() => Task.FromResult(proxy.Cuts == 6));
        await AppendAsync(session, 1);

        (await next).Should().BeTrue();
        watch.Current.Version.Should().Be(2);
        log.Entries.Where(entry => entry.Id.Id is 300 or 301).Select(entry => (entry.Id.Id, entry.Level))
            .Should().Equal((300, LogLevel.Warning), (301, LogLevel.Information));
    }

    [Fact]
    public async Task WatchAsync_AnErrorThatDoesNotPass_IsThrown()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = database.ConnectionString);
        await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await using var watch = provider.GetRequiredService<IChangeFeed>().WatchAsync(_scope, ChangeCursor.Beginning).GetAsyncEnumerator();
        await watch.MoveNextAsync();

        await Sql.ExecuteAsync(database.AdminConnectionString, "ALTER TABLE agentkit.session_commits RENAME COLUMN phase TO other");

        (await watch.Awaiting(feed => feed.MoveNextAsync().AsTask()).Should().ThrowAsync<DatabaseException>())
            .Which.SqlState.Should().Be(PostgresErrorCodes.UndefinedColumn);
    }

    private Task<Session> CreateAsync() => fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

    private async Task AppendAsync(Session session, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("hi")] });
        }
    }
}
