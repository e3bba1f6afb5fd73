using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>Pages of the feed, of a workspace and of a session.</summary>
public sealed class ChangeReadTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IChangeFeed _changes = fixture.Get<IChangeFeed>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string> BadCursors =>
    [
        "", " ", "c", "c.1.2.3", "c.zz.00000000000000000000000000000001.1", "c.ffffffffffffffff.00000000000000000000000000000001.1",
        "1.00000000000000000000000000000001.", "Beginning", "c.1.00000000000000000000000000000001.1.1", "x.1.00000000000000000000000000000001.1",
    ];

    [Fact]
    public async Task ReadAsync_OfASession_SaysWhatEachCommitLeft()
    {
        var session = await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.PhasedAgent));
        var commit = new SessionCommit { Turns = [Turn.User("a"), Turn.Assistant("b")], Phase = "answering" };
        session = await fixture.Sessions.CommitAsync(_scope, session, commit);
        var closed = await fixture.Sessions.CloseAsync(_scope, session.Id);

        var changes = await _changes.ReadAsync(_scope, session.Id);

        changes.Should().BeEquivalentTo(
            new[]
            {
                Expected(session.Id, 1, session.Id, SessionStatus.Active, "greeting", 0, session.CreatedAt),
                Expected(session.Id, 2, commit.OperationId, SessionStatus.Active, "answering", 2, session.UpdatedAt),
                Expected(session.Id, 3, changes[^1].OperationId, SessionStatus.Closed, "answering", 2, closed.UpdatedAt),
            },
            options => options.WithStrictOrdering().Using<DateTimeOffset>(time =>
                time.Subject.Should().BeCloseTo(time.Expectation, TimeSpan.FromMinutes(1))).WhenTypeIs<DateTimeOffset>());
    }

    [Fact]
    public async Task ReadAsync_OfASession_PagesByVersion()
    {
        var session = await CreateWithCommitsAsync(4);

        (await _changes.ReadAsync(_scope, session.Id, limit: 2)).Select(change => change.Version).Should().Equal(1, 2);
        (await _changes.ReadAsync(_scope, session.Id, afterVersion: 2, limit: 2)).Select(change => change.Version).Should().Equal(3, 4);
        (await _changes.ReadAsync(_scope, session.Id, afterVersion: 4, limit: 2)).Select(change => change.Version).Should().Equal(5);
        (await _changes.ReadAsync(_scope, session.Id, afterVersion: 5)).Should().BeEmpty();
        (await _changes.ReadAsync(_scope, session.Id, afterVersion: 99)).Should().BeEmpty();
    }

    [Fact]
    public async Task ReadAsync_OfASessionThatIsNotThere_SaysSo()
    {
        var session = await CreateWithCommitsAsync(0);

        await _changes.Awaiting(feed => feed.ReadAsync(_scope, Guid.CreateVersion7())).Should().ThrowAsync<SessionNotFoundException>();
        await _changes.Awaiting(feed => feed.ReadAsync(AgentKitFixture.NewService(), session.Id)).Should().ThrowAsync<SessionNotFoundException>();
    }

    [Fact]
    public async Task ReadAsync_OfAWorkspace_PagesFollowEachOtherWithoutOverlap()
    {
        var first = await CreateWithCommitsAsync(3);
        var second = await CreateWithCommitsAsync(3);
        await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(8);

        List<SessionChange> read = [];
        var cursor = ChangeCursor.Beginning;
        bool hasMore;
        do
        {
            var page = await _changes.ReadAsync(_scope, cursor, limit: 3);
            page.Changes.Count.Should().BeLessThanOrEqualTo(3);
            read.AddRange(page.Changes);
            (cursor, hasMore) = (page.Next, page.HasMore);
        }
        while (hasMore);

        read.Keys().Should().Equal(Versions(first, 4).Concat(Versions(second, 4)));
        (await _changes.ReadAsync(_scope, cursor)).Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task ReadAsync_WithoutACursor_LeadsToWhatIsCommittedFromNowOn()
    {
        await CreateWithCommitsAsync(2);
        await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(3);

        var now = await _changes.ReadAsync(_scope);
        now.Changes.Should().BeEmpty();
        now.HasMore.Should().BeFalse();

        var later = await CreateWithCommitsAsync(1);
        (await _changes.WatchAsync(_scope, now.Next).TakeAsync(2)).Keys().Should().Equal(Versions(later, 2));
    }

    /// <summary>One transaction may hold many commits; the cursor of each of them is a place of its own.</summary>
    [Fact]
    public async Task ReadAsync_FromTheMiddleOfATransaction_GoesOnRightAfterIt()
    {
        Session[] sessions = [await CreateWithCommitsAsync(2), await CreateWithCommitsAsync(2), await CreateWithCommitsAsync(2)];
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"UPDATE agentkit.session_commits SET feed_position = 10 WHERE workspace_id = '{_scope.WorkspaceId}'");
        var all = (await _changes.ReadAsync(_scope, ChangeCursor.Beginning)).Changes;

        all.Keys().Should().Equal(sessions.OrderBy(session => session.Id).SelectMany(session => Versions(session, 3)));
        for (var i = 0; i < all.Count; i++)
        {
            (await _changes.ReadAsync(_scope, all[i].Cursor)).Changes.Should().Equal(all.Skip(i + 1), "after the change {0}", i);
        }
    }

    [Fact]
    public async Task ReadAsync_OfAWorkspace_ShowsAUserOnlyTheirOwnAndAnAdminAll()
    {
        var other = AgentScope.ForUser(_scope.WorkspaceId, "u-2");
        var service = AgentScope.ForService(_scope.WorkspaceId);
        var mine = await CreateWithCommitsAsync(1);
        var theirs = await fixture.Sessions.CreateAsync(other, new NewSession(AgentKitFixture.Agent));
        var ofNobody = await fixture.Sessions.CreateAsync(service, new NewSession(AgentKitFixture.Agent));
        var everything = Versions(mine, 2).Append((theirs.Id, 1)).Append((ofNobody.Id, 1));
        (await _changes.WatchAsync(service, ChangeCursor.Beginning).TakeAsync(4)).Keys().Should().Equal(everything);

        var page = await _changes.ReadAsync(_scope, ChangeCursor.Beginning);
        page.Changes.Keys().Should().Equal(Versions(mine, 2));
        page.Changes.Should().OnlyContain(change => change.UserId == _scope.UserId);
        (await _changes.ReadAsync(other, ChangeCursor.Beginning)).Changes.Keys().Should().Equal((theirs.Id, 1));
        (await _changes.ReadAsync(AgentScope.ForAdmin(_scope.WorkspaceId, "u-3"), ChangeCursor.Beginning)).Changes.Keys().Should().Equal(everything);
        (await _changes.ReadAsync(AgentKitFixture.NewService(), ChangeCursor.Beginning)).Changes.Should().BeEmpty();
    }

    /// <summary>Otherwise each read would go through all that others have committed since the reader's own last change.</summary>
    [Fact]
    public async Task ReadAsync_PastTheChangesOfOthers_DoesNotReadThemAgain()
    {
        await CreateWithCommitsAsync(3);
        await _changes.WatchAsync(_scope, ChangeCursor.Beginning).TakeAsync(4);

        var page = await _changes.ReadAsync(AgentScope.ForUser(_scope.WorkspaceId, "u-2"), ChangeCursor.Beginning);

        page.Changes.Should().BeEmpty();
        (await _changes.ReadAsync(_scope, page.Next)).Changes.Should().BeEmpty("the cursor stands after them");
    }

    [Theory]
    [MemberData(nameof(BadCursors))]
    public async Task ReadAsync_ACursorOfSomethingElse_ThrowsArgumentException(string cursor)
    {
        (await _changes.Awaiting(feed => feed.ReadAsync(_scope, cursor)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be("after");
        _changes.Invoking(feed => feed.WatchAsync(_scope, cursor)).Should().Throw<ArgumentException>().Which.ParamName.Should().Be("after");
    }

    [Fact]
    public async Task EveryMethod_OutOfRange_ThrowsArgumentException()
    {
        var id = Guid.CreateVersion7();
        await _changes.Awaiting(feed => feed.ReadAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await _changes.Awaiting(feed => feed.ReadAsync(null!, id)).Should().ThrowAsync<ArgumentNullException>();
        await _changes.Awaiting(feed => feed.ReadAsync(_scope, limit: 0)).Should().ThrowAsync<ArgumentException>();
        await _changes.Awaiting(feed => feed.ReadAsync(_scope, limit: 1_001)).Should().ThrowAsync<ArgumentException>();
        await _changes.Awaiting(feed => feed.ReadAsync(_scope, id, limit: 0)).Should().ThrowAsync<ArgumentException>();
        await _changes.Awaiting(feed => feed.ReadAsync(_scope, id, limit: 1_001)).Should().ThrowAsync<ArgumentException>();
        await _changes.Awaiting(feed => feed.ReadAsync(_scope, id, afterVersion: -1)).Should().ThrowAsync<ArgumentException>();
        await _changes.Awaiting(feed => feed.ReadAsync(_scope, Guid.Empty)).Should().ThrowAsync<ArgumentException>();
        _changes.Invoking(feed => feed.WatchAsync(null!)).Should().Throw<ArgumentNullException>();
        _changes.Invoking(feed => feed.WatchAsync(null!, id)).Should().Throw<ArgumentNullException>();
        _changes.Invoking(feed => feed.WatchAsync(_scope, Guid.Empty)).Should().Throw<ArgumentException>();
        _changes.Invoking(feed => feed.WatchAsync(_scope, id, -1)).Should().Throw<ArgumentException>();
    }

    private static SessionChange Expected(
        Guid sessionId, long version, Guid operationId, SessionStatus status, string phase, long turns, DateTimeOffset at) => new()
        {
            SessionId = sessionId,
            Version = version,
            OperationId = operationId,
            UserId = "u-1",
            AgentId = AgentKitFixture.PhasedAgent,
            Status = status,
            Phase = phase,
            TurnCount = turns,
            CommittedAt = at,
        };

    private static IEnumerable<(Guid, long)> Versions(Session session, int count) => Enumerable.Range(1, count).Select(i => (session.Id, (long)i));

    private async Task<Session> CreateWithCommitsAsync(int commits)
    {
        var session = await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        for (var i = 0; i < commits; i++)
        {
            session = await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("hi")] });
        }

        return session;
    }
}
