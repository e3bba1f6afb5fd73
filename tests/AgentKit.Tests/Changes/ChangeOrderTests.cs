using AgentKit.Tests.Guards.Sources;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>Transactions end in another order than they begin; the feed leaves none of them out.</summary>
public sealed class ChangeOrderTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IChangeFeed _changes = fixture.Get<IChangeFeed>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    private string Admin => fixture.Database.AdminConnectionString;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_AnOlderTransactionIsOpen_WaitsForItAndLeavesNothingOut(bool commits)
    {
        var late = await CreateAsync();
        var cursor = (await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(1))[0].Cursor;
        await using var held = await HeldTransaction.BeginAsync(Admin, HeldTransaction.CommitTo(_scope, late.Id));
        var early = await CreateAsync();

        var meanwhile = await _changes.ReadAsync(_scope, cursor);
        meanwhile.Changes.Should().BeEmpty("the open transaction comes first, if it commits");
        (await _changes.ReadAsync(_scope, early.Id)).Should().ContainSingle("one session alone waits for nobody");

        var watch = _changes.WatchAsync(_scope, meanwhile.Next).TakeAsync(commits ? 2 : 1);
        await (commits ? held.CommitAsync() : held.RollbackAsync());

        (await watch).Keys().Should().Equal(commits ? [(late.Id, 2L), (early.Id, 1L)] : [(early.Id, 1L)]);
    }

    [Fact]
    public async Task ReadAsync_SeveralTransactionsEndTheOtherWayRound_IsInTheOrderInWhichTheyBegan()
    {
        Session[] sessions = [await CreateAsync(), await CreateAsync(), await CreateAsync(), await CreateAsync()];
        var cursor = (await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(4))[^1].Cursor;
        List<HeldTransaction> held = [];
        foreach (var session in sessions)
        {
            held.Add(await HeldTransaction.BeginAsync(Admin, HeldTransaction.CommitTo(_scope, session.Id)));
        }

        // A reader that looks in between, and goes on from there, misses none of them.
        held.Reverse();
        foreach (var transaction in held)
        {
            var page = await _changes.ReadAsync(_scope, cursor);
            page.Changes.Should().BeEmpty("the one that began first is still open");
            cursor = page.Next;
            await transaction.CommitAsync();
            await transaction.DisposeAsync();
        }

        (await _changes.WatchAsync(_scope, cursor).TakeAsync(4)).Keys().Should().Equal(sessions.Select(session => (session.Id, 2L)));
    }

    /// <summary>What comes early in a transaction counts where it began to write: it may be long before its commit to a session.</summary>
    [Fact]
    public async Task ReadAsync_ATransactionThatWroteSomethingElseFirst_IsWaitedForToo()
    {
        var late = await CreateAsync();
        var cursor = (await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(1))[0].Cursor;
        await using var held = await HeldTransaction.BeginAsync(Admin, "CREATE TEMPORARY TABLE something (a int)");
        var early = await CreateAsync();
        var next = (await _changes.ReadAsync(_scope, cursor)).Next;

        await held.ExecuteAsync(HeldTransaction.CommitTo(_scope, late.Id));
        next = (await _changes.ReadAsync(_scope, next)).Next;
        await held.CommitAsync();

        (await _changes.WatchAsync(_scope, next).TakeAsync(2)).Keys().Should().Equal((late.Id, 2L), (early.Id, 1L));
    }

    [Fact]
    public async Task WatchAsync_ATransactionThatOnlyReads_DelaysNothing()
    {
        await using var reading = await HeldTransaction.BeginAsync(
            Admin, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM agentkit.sessions");
        var session = await CreateAsync();

        (await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(1)).Keys().Should().Equal((session.Id, 1L));
    }

    /// <summary>A watch from now on that begins while a transaction is open has it, too: it commits later than now.</summary>
    [Fact]
    public async Task WatchAsync_FromNowOnWhileATransactionIsOpen_SeesItsCommit()
    {
        var session = await CreateAsync();
        await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(1);
        await using var held = await HeldTransaction.BeginAsync(Admin, HeldTransaction.CommitTo(_scope, session.Id));
        var now = await _changes.ReadAsync(_scope);

        await held.CommitAsync();

        (await _changes.WatchAsync(_scope, now.Next).TakeAsync(1)).Keys().Should().Equal((session.Id, 2L));
    }

    /// <summary>
    /// A commit that waits for the row of its session has begun before the one that it waits for, and still comes after it: not even its own
    /// smaller transaction id puts it first, and a third transaction between the two cannot hide the first half from a reader of the second.
    /// </summary>
    [Fact]
    public async Task ReadAsync_ACommitHasBegunBeforeTheOneItFollows_IsInTheOrderOfVersions()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = database.ConnectionString);
        var (sessions, changes) = (provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<IChangeFeed>());
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var cursor = (await changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(1))[0].Cursor;

        // Holds up every commit when it has its transaction id, and not yet the row.
        await Sql.ExecuteAsync(database.AdminConnectionString, """
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_current_xact_id(), pg_advisory_xact_lock_shared(1);
                RETURN NULL;
            END $$;
            CREATE TRIGGER hold BEFORE UPDATE ON agentkit.sessions EXECUTE FUNCTION hold();
            """);
        await using var gate = await HeldTransaction.BeginAsync(database.AdminConnectionString, "SELECT pg_advisory_lock(1)");
        var second = Task.Run(() => sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("waits")] }));
        await FeedReader.UntilAsync(() => Sql.ScalarAsync<bool>(
            database.AdminConnectionString,
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "
                + "(SELECT oid FROM pg_database WHERE datname = current_database()))"));

        await using var between = await HeldTransaction.BeginAsync(database.AdminConnectionString, "CREATE TEMPORARY TABLE something (a int)");
        await gate.ExecuteAsync(HeldTransaction.CommitTo(_scope, session.Id));
        await gate.CommitAsync();
        await gate.ExecuteAsync("SELECT pg_advisory_unlock(1)");
        (await second).Version.Should().Be(3);

        var meanwhile = await changes.ReadAsync(_scope, cursor);
        meanwhile.Changes.Should().BeEmpty("the second version has to wait for the transaction between, and the third for the second");
        await between.RollbackAsync();

        (await changes.WatchAsync(_scope, meanwhile.Next).TakeAsync(2)).Select(change => change.Version).Should().Equal(2, 3);
    }

    /// <summary>The rule behind it, for every statement there is and will be.</summary>
    [Fact]
    public void Query_ThatCommitsToASession_PassesItsPositionOn()
    {
        var commits = SourceFiles.Find("sql/queries", "*.sql").Select(file => (Name: file, Text: SourceFiles.Read(file)))
            .Where(query => query.Text.Contains("version = s.version + 1", StringComparison.Ordinal)
                && query.Text.Contains("INSERT INTO :\"schema\".session_commits", StringComparison.Ordinal))
            .ToArray();

        commits.Should().NotBeEmpty();
        foreach (var (name, text) in commits)
        {
            text.Should().Contain(
                "feed_position = GREATEST(s.feed_position, :\"schema\".feed_position(pg_current_xact_id()))", "{0} raises a version", name);
            text.Split("INSERT INTO :\"schema\".session_commits")[1].Should().Contain("s.feed_position", "{0} logs what it raised", name);
        }
    }

    private Task<Session> CreateAsync() => fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
