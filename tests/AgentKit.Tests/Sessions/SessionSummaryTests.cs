using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionSummaryTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly JsonElement Json = JsonElement.Parse("{}");

    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task GetHistoryAsync_NoSummary_IsTheTurns()
    {
        var session = await CreateAsync(Texts(3));

        var history = await _sessions.GetHistoryAsync(_scope, session.Id);

        history.Summary.Should().BeNull();
        history.OmittedTurns.Should().Be(0);
        history.Messages.Select(turn => turn.Text).Should().Equal("turn 1", "turn 2", "turn 3");
        (await _sessions.GetHistoryAsync(_scope, Guid.CreateVersion7())).Should().BeEquivalentTo(new SessionHistory(null, [], 0));
    }

    [Fact]
    public async Task CommitAsync_Summary_ReplacesThePrefixForModelsAndKeepsTheTurns()
    {
        var session = await CreateAsync(Texts(5));
        var summary = Turn.System("so far: 1 to 3") with { Model = "small", Usage = new Usage { InputTokens = 100, OutputTokens = 7, Cost = 0.5m } };

        var after = await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(3, summary) });

        after.Should().BeEquivalentTo(new { Version = 3L, TurnCount = 5L, InputTokens = 100L, OutputTokens = 7L, Cost = 0.5m });
        var history = await _sessions.GetHistoryAsync(_scope, session.Id);
        history.Messages.Select(turn => turn.Text).Should().Equal("so far: 1 to 3", "turn 4", "turn 5");
        history.OmittedTurns.Should().Be(0);
        history.Summary!.ThroughTurn.Should().Be(3);
        history.Summary.Turn.Should().BeEquivalentTo(new { Number = 0L, Version = 3L, Role = TurnRole.System, Model = "small", summary.Usage });
        (await _sessions.GetTurnsAsync(_scope, session.Id)).Should().HaveCount(5);
    }

    [Fact]
    public async Task CommitAsync_TurnsAndTheSummaryOfAllOfThem_IsOneCommit()
    {
        var session = await CreateAsync(Texts(2));

        await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = Texts(1), Summary = new(3, Turn.System("all")) });

        (await _sessions.GetHistoryAsync(_scope, session.Id)).Messages.Select(turn => turn.Text).Should().Equal("all");
    }

    [Fact]
    public async Task GetHistoryAsync_SeveralSummaries_TakesTheLatest()
    {
        var session = await CreateAsync(Texts(6));
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(5, Turn.System("first")) });
        await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(4, Turn.System("second")) });

        (await _sessions.GetHistoryAsync(_scope, session.Id)).Messages.Select(turn => turn.Text).Should().Equal("second", "turn 5", "turn 6");
    }

    [Fact]
    public async Task GetHistoryAsync_TurnsOfTheSummaryTakenBack_FallsBackToTheOneBefore()
    {
        var session = await CreateAsync(Texts(6));
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(2, Turn.System("to 2")) });
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(5, Turn.System("to 5")) });
        session = await _sessions.RewindAsync(_scope, session, 5);
        (await TextsAsync(session)).Should().Equal("to 5");

        session = await _sessions.RewindAsync(_scope, session, 4);
        (await TextsAsync(session)).Should().Equal("to 2", "turn 3", "turn 4");

        // As many turns as before are not the turns from before.
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [Turn.User("5, anew"), Turn.User("6, anew")] });
        (await TextsAsync(session)).Should().Equal("to 2", "turn 3", "turn 4", "5, anew", "6, anew");

        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { RewindTo = 1, Summary = new(1, Turn.System("to 1")) });
        (await TextsAsync(session)).Should().Equal("to 1");
    }

    [Fact]
    public async Task GetHistoryAsync_MoreTurnsThanAskedFor_SaysHowManyAreLeftOut()
    {
        var session = await CreateAsync(
        [
            .. Texts(3), Turn.Assistant([new ToolUseBlock("t", "find", Json)]), Turn.Tool(new ToolResultBlock("t", Json)), Turn.Assistant("end"),
        ]);
        await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(1, Turn.System("s")) });

        var cutInACall = await _sessions.GetHistoryAsync(_scope, session.Id, maxTurns: 2);
        var one = await _sessions.GetHistoryAsync(_scope, session.Id, maxTurns: 1);

        cutInACall.Turns.Select(turn => turn.Number).Should().Equal(4, 5, 6);
        cutInACall.OmittedTurns.Should().Be(2);
        one.Turns.Select(turn => turn.Number).Should().Equal(6);
        one.OmittedTurns.Should().Be(4);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)] // two calls, no result
    [InlineData(3, true)] // one of two results
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(6, true)] // a call that nobody has answered yet
    public async Task CommitAsync_SummaryThatEndsWithinToolCalls_IsRefusedAndChangesNothing(long throughTurn, bool isSplit)
    {
        var session = await CreateAsync(
        [
            Turn.User("q"),
            Turn.Assistant([new TextBlock("two at once"), new ToolUseBlock("t1", "find", Json), new ToolUseBlock("t2", "find", Json)]),
            Turn.Tool(new ToolResultBlock("t1", Json)),
            Turn.Tool(new ToolResultBlock("t2", Json)),
            Turn.Assistant("a"),
            Turn.Assistant([new ToolUseBlock("t1", "find", Json)]),
        ]);
        var commit = new SessionCommit { Title = "t", Summary = new(throughTurn, Turn.System("s")) };

        var summarize = () => _sessions.CommitAsync(_scope, session, commit);
        var underLock = () => _sessions.UpdateAsync(_scope, session.Id, _ => commit);

        if (isSplit)
        {
            (await summarize.Should().ThrowAsync<ToolCallSplitException>()).Which.ThroughTurn.Should().Be(throughTurn);
            await underLock.Should().ThrowAsync<ToolCallSplitException>();
            (await _sessions.GetAsync(_scope, session.Id)).Should().BeEquivalentTo(new { Version = 2L, Title = (string?)null });
        }
        else
        {
            (await summarize()).Version.Should().Be(3);
        }
    }

    [Fact]
    public async Task CommitAsync_SummaryOfTurnsThatItDoesNotHave_Throws()
    {
        var session = await CreateAsync(Texts(2));

        foreach (var commit in new[]
        {
            new SessionCommit { Summary = new(3, Turn.System("s")) },
            new SessionCommit { Summary = new(4, Turn.System("s")), Turns = Texts(1) },
            new SessionCommit { Summary = new(2, Turn.System("s")), RewindTo = 1 },
            new SessionCommit { RewindTo = 3 },
        })
        {
            await _sessions.Awaiting(s => s.CommitAsync(_scope, session, commit)).Should().ThrowAsync<TurnNotFoundException>();
        }

        (await _sessions.GetAsync(_scope, session.Id)).Version.Should().Be(2);
    }

    [Fact]
    public async Task CommitAsync_OperationAppliedBeforeWithoutIt_StoresNoSummary()
    {
        var session = await CreateAsync(Texts(2));
        var operation = new SessionCommit { Title = "t" };
        await _sessions.CommitAsync(_scope, session, operation);

        await _sessions.CommitAsync(_scope, session, operation with { Summary = new(1, Turn.System("late")) });

        (await _sessions.GetHistoryAsync(_scope, session.Id)).Summary.Should().BeNull();
    }

    [Fact]
    public async Task CommitAsync_SameSummarySixteenTimesAtOnce_IsStoredOnce()
    {
        var session = await CreateAsync(Texts(3));
        var operation = new SessionCommit { RewindTo = 2, Summary = new(2, Turn.System("s")) };

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _sessions.CommitAsync(_scope, session, operation)));

        results.Should().OnlyContain(after => after.Version == 3 && after.TurnCount == 2);
        (await _sessions.GetHistoryAsync(_scope, session.Id)).Messages.Should().ContainSingle();
    }

    private static Turn[] Texts(int count) => [.. Enumerable.Range(1, count).Select(i => Turn.User($"turn {i}"))];

    private async Task<IEnumerable<string>> TextsAsync(Session session) =>
        (await _sessions.GetHistoryAsync(_scope, session.Id)).Messages.Select(turn => turn.Text);

    private async Task<Session> CreateAsync(IReadOnlyList<Turn> turns)
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        return await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = turns });
    }
}
