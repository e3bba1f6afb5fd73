using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionForkTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task ForkAsync_AtATurn_CopiesTurnsStateAndWhereItStood()
    {
        var session = await CreateAsync();

        var fork = await _sessions.ForkAsync(_scope, session.Id, new NewFork { AtTurn = 2, Title = "another way", Slug = "fork" });

        fork.Should().BeEquivalentTo(new
        {
            Version = 1L,
            TurnCount = 2L,
            InputTokens = 0L,
            OutputTokens = 0L,
            Cost = 0m,
            ParentSessionId = (Guid?)session.Id,
            ForkedAtTurn = (long?)2,
            Status = SessionStatus.Active,
            Title = "another way",
            Slug = "fork",
            session.AgentId,
            session.UserId,
            session.WorkspaceId,
            session.Kind,
            session.Phase,
            ConversationKey = (string?)null,
            WorkingDirectory = (string?)null,
        });
        fork.Metadata.ToJsonString().Should().Be("""{"m":1}""");
        var turns = await _sessions.GetTurnsAsync(_scope, fork.Id);
        turns.Select(turn => (turn.Number, turn.Version, turn.Text)).Should().Equal((1, 1, "a"), (2, 1, "b"));
        turns[1].Usage.Cost.Should().Be(1, "a turn keeps what it cost, where it was said first");
        turns[1].CreatedAt.Should().Be((await _sessions.GetTurnsAsync(_scope, session.Id))[1].CreatedAt);
        var state = (await _sessions.GetSnapshotAsync(_scope, fork.Id)).State;
        state.CapturedData.ToJsonString().Should().Be("""{"c":1}""");
        state.Data.ToJsonString().Should().Be("""{"d":1}""");
        state.IntentsSeen.Single().Name.Should().Be("i");
        state.TemplatesSent.Single().Name.Should().Be("t");
    }

    [Fact]
    public async Task ForkAsync_BothGoOn_NeitherSeesTheOther()
    {
        var session = await CreateAsync();
        var fork = await _sessions.ForkAsync(_scope, session.Id, new NewFork { AtTurn = 1 });

        fork = await _sessions.CommitAsync(
            _scope, fork, new SessionCommit { Turns = [Turn.User("b, otherwise")], Usage = new Usage { Cost = 2 }, CapturedData = { ["f"] = 1 } });
        await _sessions.RewindAsync(_scope, session, 0);

        fork.Should().BeEquivalentTo(new { Version = 2L, TurnCount = 2L, Cost = 2m });
        (await _sessions.GetTurnsAsync(_scope, fork.Id)).Select(turn => turn.Text).Should().Equal("a", "b, otherwise");
        (await _sessions.GetSnapshotAsync(_scope, session.Id)).State.CapturedData.ContainsKey("f").Should().BeFalse();
        (await _sessions.GetAsync(_scope, fork.Id)).ParentSessionId.Should().Be(session.Id);
        (await _sessions.ListAsync(_scope)).Items.Select(found => found.ForkedAtTurn).Should().BeEquivalentTo(new long?[] { null, 1 });
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(0L, 0)]
    [InlineData(3L, 3)]
    public async Task ForkAsync_AllOrNothing_HasThatManyTurns(long? atTurn, int count)
    {
        var session = await CreateAsync();

        var fork = await _sessions.ForkAsync(_scope, session.Id, new NewFork { AtTurn = atTurn });

        fork.Should().BeEquivalentTo(new { TurnCount = (long)count, ForkedAtTurn = (long?)count });
        fork.LastTurnAt.HasValue.Should().Be(count > 0);
        (await _sessions.GetTurnsAsync(_scope, fork.Id)).Should().HaveCount(count);
        (await _sessions.AppendAsync(_scope, fork.Id, new SessionCommit { Turns = [Turn.User("next")] })).TurnCount.Should().Be(count + 1);
    }

    [Fact]
    public async Task ForkAsync_ClosedSession_IsActive()
    {
        var session = await CreateAsync();
        await _sessions.ArchiveAsync(_scope, session.Id, "over");

        (await _sessions.ForkAsync(_scope, session.Id)).Should().BeEquivalentTo(
            new { Status = SessionStatus.Active, StatusReason = (string?)null, ClosedAt = (DateTimeOffset?)null, Title = "title" });
    }

    [Fact]
    public async Task ForkAsync_SameIdAgain_ReturnsTheForkAsItWasMade()
    {
        var session = await CreateAsync();
        var fork = new NewFork { AtTurn = 2 };
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _sessions.ForkAsync(_scope, session.Id, fork)));
        await _sessions.AppendAsync(_scope, fork.Id, new SessionCommit { Turns = [Turn.User("next")], Title = "moved on" });
        await _sessions.RewindAsync(_scope, session, 0);

        var again = await _sessions.ForkAsync(_scope, session.Id, fork);

        again.Should().BeEquivalentTo(made[0], options => options.Excluding(s => s.Metadata));
        (await _sessions.GetTurnsAsync(_scope, fork.Id)).Should().HaveCount(3);
    }

    [Fact]
    public async Task ForkAsync_Summary_ComesAlongWhereTheForkHasItsTurns()
    {
        var session = await CreateAsync();
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(1, Turn.System("to 1")) });
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(3, Turn.System("to 3")) });

        var all = await _sessions.ForkAsync(_scope, session.Id);
        var two = await _sessions.ForkAsync(_scope, session.Id, new NewFork { AtTurn = 2 });
        var none = await _sessions.ForkAsync(_scope, session.Id, new NewFork { AtTurn = 0 });

        (await TextsAsync(all)).Should().Equal("to 3");
        (await TextsAsync(two)).Should().Equal("to 1", "b");
        (await TextsAsync(none)).Should().BeEmpty();
        (await TextsAsync(await _sessions.ForkAsync(_scope, all.Id))).Should().Equal("to 3");
    }

    [Fact]
    public async Task ForkAsync_TurnComesWhileItIsRefused_ForksAfterAll()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var other = provider.GetRequiredService<ISessionStore>();
        await other.GetAsync(_scope, session.Id);
        proxy.Inject(new Fault(FaultAction.None)
        {
            OnReply = true,
            Meanwhile = _ => _sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("here")] }),
        });

        var fork = await other.ForkAsync(_scope, session.Id, new NewFork { AtTurn = 1 });

        fork.TurnCount.Should().Be(1);
    }

    [Fact]
    public async Task ForkAsync_WhatIsNotThere_IsATypedError()
    {
        var session = await CreateAsync();
        var other = await CreateAsync();
        await _sessions.ForkAsync(_scope, session.Id, new NewFork { Slug = "taken", ConversationKey = "taken" });

        (await _sessions.Awaiting(s => s.ForkAsync(_scope, session.Id, new NewFork { AtTurn = 4 })).Should().ThrowAsync<TurnNotFoundException>())
            .Which.TurnNumber.Should().Be(4);
        await _sessions.Awaiting(s => s.ForkAsync(_scope, Guid.CreateVersion7())).Should().ThrowAsync<SessionNotFoundException>();
        await _sessions.Awaiting(s => s.ForkAsync(_scope, session.Id, new NewFork { Slug = "taken" })).Should().ThrowAsync<AlreadyExistsException>();
        await _sessions.Awaiting(s => s.ForkAsync(_scope, session.Id, new NewFork { ConversationKey = "taken" }))
            .Should().ThrowAsync<AlreadyExistsException>();
        await _sessions.Awaiting(s => s.ForkAsync(_scope, session.Id, new NewFork { Id = other.Id })).Should().ThrowAsync<AlreadyExistsException>();
    }

    [Fact]
    public async Task ForkAsync_ByThoseWhoMayWriteTheSession_BelongsToItsOwner()
    {
        var session = await CreateAsync();
        var admin = AgentScope.ForAdmin(_scope.WorkspaceId, "admin");
        var service = AgentScope.ForService(_scope.WorkspaceId);
        var stranger = AgentScope.ForUser(_scope.WorkspaceId, "stranger");
        var fork = new NewFork();

        (await _sessions.ForkAsync(service, session.Id, fork)).UserId.Should().Be(_scope.UserId);
        (await _sessions.ForkAsync(AgentScope.ForService(_scope.WorkspaceId, "somebody-else"), session.Id)).UserId.Should().Be(_scope.UserId);
        (await _sessions.ForkAsync(_scope, session.Id, fork)).Id.Should().Be(fork.Id, "it is the owner's, and was made before");
        await _sessions.Awaiting(s => s.ForkAsync(admin, session.Id)).Should().ThrowAsync<AccessDeniedException>("admins read");
        await _sessions.Awaiting(s => s.ForkAsync(stranger, session.Id)).Should().ThrowAsync<SessionNotFoundException>();
        (await _sessions.GetTurnsAsync(_scope, fork.Id)).Should().HaveCount(3);
        (await fixture.Get<IPersonalData>().EraseUserAsync(service, _scope.UserId!)).Removed["sessions"].Should().Be(3, "with the forks");
    }

    private async Task<IEnumerable<string>> TextsAsync(Session session) =>
        (await _sessions.GetHistoryAsync(_scope, session.Id)).Messages.Select(turn => turn.Text);

    private async Task<Session> CreateAsync()
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent)
        {
            Title = "title",
            Kind = "research",
            WorkingDirectory = "/srv/fork",
            ConversationKey = $"{Guid.NewGuid()}",
            Metadata = { ["m"] = 1 },
            Phase = "p",
        });
        return await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns = [Turn.User("a"), Turn.Assistant("b", new Usage { InputTokens = 1, OutputTokens = 1, Cost = 1 }), Turn.User("c")],
            IntentsSeen = [new("i")],
            TemplatesSent = [new("t")],
            CapturedData = { ["c"] = 1 },
            Data = { ["d"] = 1 },
        });
    }
}
