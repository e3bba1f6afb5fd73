using AgentKit.Tests.Infrastructure;
using FluentAssertions;
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

    private Task<Session> CreateAsync() => fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
