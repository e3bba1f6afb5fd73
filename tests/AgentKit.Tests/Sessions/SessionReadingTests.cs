using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionReadingTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task FindAsync_Unknown_ReturnsNullWhereGetThrows()
    {
        var id = Guid.CreateVersion7();

        (await _sessions.FindAsync(_scope, id)).Should().BeNull();
        (await _sessions.Awaiting(s => s.GetAsync(_scope, id)).Should().ThrowAsync<SessionNotFoundException>()).Which.SessionId.Should().Be(id);
        await _sessions.Awaiting(s => s.GetSnapshotAsync(_scope, id)).Should().ThrowAsync<SessionNotFoundException>();
        await _sessions.Awaiting(s => s.GetTotalsAsync(_scope, id)).Should().ThrowAsync<SessionNotFoundException>();
    }

    [Fact]
    public async Task FindByConversationKeyAsync_OpenAndClosed_FindsTheOpenOne()
    {
        var wanted = new NewSession(AgentKitFixture.Agent) { ConversationKey = "thread" };
        var old = await _sessions.CreateAsync(_scope, wanted);
        await _sessions.CloseAsync(_scope, old.Id);
        (await _sessions.FindByConversationKeyAsync(_scope, "thread", AgentKitFixture.Agent)).Should().BeNull();

        var open = await _sessions.CreateAsync(_scope, wanted with { Id = Guid.CreateVersion7() });

        (await _sessions.FindByConversationKeyAsync(_scope, "thread", AgentKitFixture.Agent))!.Id.Should().Be(open.Id);
        (await _sessions.FindByConversationKeyAsync(_scope, "thread", AgentKitFixture.PhasedAgent)).Should().BeNull();
        (await _sessions.FindByConversationKeyAsync(_scope, "Thread", AgentKitFixture.Agent)).Should().BeNull();
    }

    [Fact]
    public async Task FindBySlugAsync_Slug_FindsIt()
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent) { Slug = "the-slug" });

        (await _sessions.FindBySlugAsync(_scope, "the-slug"))!.Id.Should().Be(session.Id);
        (await _sessions.FindBySlugAsync(_scope, "no-slug")).Should().BeNull();
    }

    [Fact]
    public async Task GetTotalsAsync_AfterCommits_SumsWithoutReadingTurns()
    {
        var session = await CreateAsync();
        var usage = new Usage { InputTokens = 10, OutputTokens = 3, Cost = 0.1m };
        for (var i = 0; i < 3; i++)
        {
            session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [Turn.User("q"), Turn.Assistant("a", usage)] });
        }

        var totals = await _sessions.GetTotalsAsync(_scope, session.Id);

        totals.Should().Be(new SessionTotals(6, 30, 9, 0.3m));
        totals.Tokens.Should().Be(39);
    }

    [Theory]
    [InlineData(SessionOrder.LastActivity)]
    [InlineData(SessionOrder.Created)]
    public async Task ListAsync_ByPages_ReturnsEachSessionOnceInOrder(SessionOrder order)
    {
        // Activity over a day, so that several buckets of the index are crossed.
        var clock = new FixedTime(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var process = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(clock));
        var sessions = process.GetRequiredService<ISessionStore>();
        var created = new List<Guid>();
        for (var i = 0; i < 25; i++)
        {
            var wanted = new NewSession(AgentKitFixture.Agent) { Id = Guid.CreateVersion7(clock.GetUtcNow()) };
            created.Add((await sessions.CreateAsync(_scope, wanted)).Id);
            clock.Advance(TimeSpan.FromMinutes(3));
        }

        var active = new List<Guid>();
        foreach (var id in created.OrderBy(id => id.GetHashCode()))
        {
            clock.Advance(TimeSpan.FromMinutes(2));
            await sessions.AppendAsync(_scope, id, new SessionCommit { Turns = [Turn.User("hi")] });
            active.Add(id);
        }

        var listed = new List<Guid>();
        var filter = new SessionFilter { Order = order, Limit = 7 };
        Page<Session> page;
        do
        {
            page = await sessions.ListAsync(_scope, filter);
            page.Items.Should().HaveCountLessThanOrEqualTo(7);
            listed.AddRange(page.Items.Select(session => session.Id));
            filter = filter with { Cursor = page.Next };
        }
        while (page.Next is not null);

        listed.Should().Equal(Enumerable.Reverse(order == SessionOrder.Created ? created : active));
    }

    [Fact]
    public async Task ListAsync_Filters_NarrowTheList()
    {
        var workspace = AgentKitFixture.NewWorkspace();
        var service = AgentScope.ForService(workspace);
        var mine = await _sessions.CreateAsync(AgentScope.ForUser(workspace, "u-1"), new NewSession(AgentKitFixture.Agent) { Kind = "full" });
        var theirs = await _sessions.CreateAsync(AgentScope.ForUser(workspace, "u-2"), new NewSession(AgentKitFixture.PhasedAgent));
        await _sessions.CloseAsync(service, theirs.Id);

        (await IdsAsync(service, new SessionFilter())).Should().BeEquivalentTo([mine.Id, theirs.Id]);
        (await IdsAsync(service, new SessionFilter { UserId = "u-2" })).Should().Equal(theirs.Id);
        (await IdsAsync(service, new SessionFilter { AgentId = AgentKitFixture.Agent })).Should().Equal(mine.Id);
        (await IdsAsync(service, new SessionFilter { Kind = "full" })).Should().Equal(mine.Id);
        (await IdsAsync(service, new SessionFilter { Statuses = [SessionStatus.Closed, SessionStatus.Archived] })).Should().Equal(theirs.Id);
        (await IdsAsync(service, new SessionFilter { Statuses = [SessionStatus.Active] })).Should().Equal(mine.Id);
        (await IdsAsync(service, new SessionFilter { Statuses = [SessionStatus.Paused] })).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("2.0198a6f4c6b57d1e8a3b1c2d3e4f5a6b.")]
    [InlineData("1.0198a6f4c6b57d1e8a3b1c2d3e4f5a6b.ffffffffffffffff")]
    [InlineData("1.0198a6f4c6b57d1e8a3b1c2d3e4f5a6b.")]
    public async Task ListAsync_ForeignCursor_IsRefused(string cursor)
    {
        await _sessions.Awaiting(s => s.ListAsync(_scope, new SessionFilter { Cursor = cursor })).Should().ThrowAsync<ArgumentException>();
    }

    private async Task<IEnumerable<Guid>> IdsAsync(AgentScope scope, SessionFilter filter) =>
        (await _sessions.ListAsync(scope, filter)).Items.Select(session => session.Id);

    private Task<Session> CreateAsync() => _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
