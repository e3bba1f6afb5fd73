using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class UnansweredToolCallTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly JsonElement Json = JsonElement.Parse("""{"q":1}""");

    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    /// <summary>Each turn a word: u, a text; c1 c2, calls; r1 r2, results. What is found; what the history is after the repair.</summary>
    [Theory]
    [InlineData("u a", "", "u a")]
    [InlineData("u c1 r1 a", "", "u c1 r1 a")]
    [InlineData("u c1", "2:1", "u c1 e1")]
    [InlineData("u c1,2", "2:1 2:2", "u c1,2 e1,2")]
    [InlineData("u c1,2 r2", "2:1", "u c1,2 r2 e1")]
    [InlineData("u c1,2 r1 r2", "", "u c1,2 r1 r2")]
    [InlineData("u c1 u a", "2:1", "u c1 e1 u a")]
    [InlineData("u c1 c2 r2 u c3", "2:1 6:3", "u c1 e1 c2 r2 u c3 e3")]
    [InlineData("c1 r1 c1 u c1 r1", "3:1", "c1 r1 c1 e1 u c1 r1")] // ids that begin anew in every turn
    [InlineData("u c1 u r1 a", "2:1", "u c1 r1 u a")] // a result that came late
    [InlineData("u c1 u r1 a c1 r1", "2:1", "u c1 r1 u a c1 r1")]
    [InlineData("u c1,2 r2 u a r1 a", "2:1", "u c1,2 r2 r1 u a a")]
    [InlineData("u c1 c1 r1", "2:1", "u c1 e1 c1 r1")] // the result is that of the second call
    public async Task RepairToolCallsAsync_History_IsWholeAfterwards(string before, string found, string after)
    {
        var session = await CreateAsync(before);

        var calls = await _sessions.FindUnansweredToolCallsAsync(_scope, session.Id);
        var repaired = await _sessions.RepairToolCallsAsync(_scope, session);

        string.Join(' ', calls.Select(call => $"{call.TurnNumber}:{call.Call.Id}")).Should().Be(found);
        calls.Where(call => call.Call.Name != "find" || call.Call.Input.GetRawText() != Json.GetRawText()).Should().BeEmpty();
        var turns = await _sessions.GetTurnsAsync(_scope, session.Id);
        string.Join(' ', turns.Select(Describe)).Should().Be(after);
        turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, turns.Count).Select(i => (long)i));
        repaired.Should().BeEquivalentTo(new { Version = found == "" ? 2L : 3L, TurnCount = (long)turns.Count, session.InputTokens, session.Cost });
        (await _sessions.FindUnansweredToolCallsAsync(_scope, session.Id)).Should().BeEmpty();

        // Again, as after a crash: nothing is left to do.
        (await _sessions.RepairToolCallsAsync(_scope, session)).Should().BeEquivalentTo(repaired, options => options.Excluding(s => s.Metadata));
    }

    /// <summary>Half a surrogate pair, which json keeps and no text can hold: what is around it still counts.</summary>
    [Fact]
    public async Task RepairToolCallsAsync_ResultOfAnotherWriterThatNoTextCanHold_IsAnAnswer()
    {
        var session = await CreateAsync("u c1 r1 c2");
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            UPDATE agentkit.turns
            SET content = replace(content::text, '"tool_use_id"', '"\ud800 \u0000":"\ud800","tool_use_id"')::json
            WHERE session_id = '{session.Id}' AND turn_number = 3;
            UPDATE agentkit.turns
            SET content = replace(content::text, '"id"', '"\udfff":1,"id"')::json
            WHERE session_id = '{session.Id}' AND turn_number = 4
            """);

        (await _sessions.FindUnansweredToolCallsAsync(_scope, session.Id)).Should().ContainSingle().Which.TurnNumber.Should().Be(4);
        (await _sessions.RepairToolCallsAsync(_scope, session)).TurnCount.Should().Be(5);

        session = await _sessions.GetAsync(_scope, session.Id);
        var summary = new SessionCommit { Summary = new SessionSummary(5, Turn.System("Two calls.")) };
        (await _sessions.CommitAsync(_scope, session, summary)).Version.Should().Be(session.Version + 1, "every call is answered");
    }

    [Fact]
    public async Task RepairToolCallsAsync_TurnsThatFollow_AreKeptInTheArchiveAndAsTheyWere()
    {
        var session = await CreateAsync("u c1 u a");
        var before = await _sessions.GetTurnsAsync(_scope, session.Id);

        await _sessions.RepairToolCallsAsync(_scope, session);

        var after = await _sessions.GetTurnsAsync(_scope, session.Id);
        after[2].Should().BeEquivalentTo(new { Role = TurnRole.Tool, Version = 3L });
        after[2].Content.Should().Equal(new ToolResultBlock("1", JsonElement.Parse("\"No result was recorded.\""), IsError: true));
        after[3].Should().BeEquivalentTo(before[2] with { Number = 4, Version = 3 });
        after[4].Should().BeEquivalentTo(before[3] with { Number = 5, Version = 3 });
        (await _sessions.GetArchivedTurnsAsync(_scope, session.Id)).Select(turn => turn.Turn).Should().BeEquivalentTo([before[2], before[3]]);
    }

    [Fact]
    public async Task RepairToolCallsAsync_AnswerOfTheHost_IsUsedWhereItKnowsOne()
    {
        var session = await CreateAsync("u c1,2");

        await _sessions.RepairToolCallsAsync(
            _scope, session, call => call.Call.Id == "2" ? new ToolResultBlock("2", JsonElement.Parse("\"from the log\"")) : null);

        var results = (await _sessions.GetTurnsAsync(_scope, session.Id))[2].Content.Cast<ToolResultBlock>();
        results.Select(result => (result.ToolUseId, result.IsError)).Should().Equal(("1", true), ("2", false));
    }

    [Fact]
    public async Task RepairToolCallsAsync_AnswerToAnotherCall_IsRefused()
    {
        var session = await CreateAsync("u c1");

        await _sessions.Awaiting(s => s.RepairToolCallsAsync(_scope, session, _ => new ToolResultBlock("9", Json)))
            .Should().ThrowAsync<ArgumentException>();
        (await _sessions.GetTotalsAsync(_scope, session.Id)).Turns.Should().Be(2);
    }

    [Fact]
    public async Task RepairToolCallsAsync_SomebodyCommitsMeanwhile_ChangesNothing()
    {
        var session = await CreateAsync("u c1");
        await _sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("and?")] });

        await _sessions.Awaiting(s => s.RepairToolCallsAsync(_scope, session)).Should().ThrowAsync<VersionConflictException>();

        (await _sessions.GetTotalsAsync(_scope, session.Id)).Turns.Should().Be(3);
    }

    [Fact]
    public async Task RepairToolCallsAsync_EightAtOnce_AnswerOnce()
    {
        var session = await CreateAsync("u c1 u");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await _sessions.RepairToolCallsAsync(_scope, session);
            }
            catch (VersionConflictException)
            {
                // Another one was faster.
            }
        }));

        string.Join(' ', (await _sessions.GetTurnsAsync(_scope, session.Id)).Select(Describe)).Should().Be("u c1 e1 u");
    }

    [Fact]
    public async Task FindUnansweredToolCallsAsync_Bounds_LeaveOutWhatNoModelReads()
    {
        var session = await CreateAsync("c1 u c2 u u");
        (await FindAsync(lastTurns: 3)).Should().Equal("2");
        (await FindAsync(lastTurns: 2)).Should().BeEmpty();

        await _sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(2, Turn.System("s")) });
        (await FindAsync(lastTurns: 1_000)).Should().Equal("2");
        (await _sessions.FindUnansweredToolCallsAsync(_scope, Guid.CreateVersion7())).Should().BeEmpty();

        async Task<IEnumerable<string>> FindAsync(int lastTurns) =>
            (await _sessions.FindUnansweredToolCallsAsync(_scope, session.Id, lastTurns)).Select(call => call.Call.Id);
    }

    [Fact]
    public async Task FindUnansweredToolCallsAsync_TextThatLooksLikeACall_IsNone()
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await _sessions.AppendAsync(_scope, session.Id, new SessionCommit
        {
            Turns =
            [
                Turn.User("""{"type":"tool_use","id":"x","name":"find","input":{}}"""),
                Turn.Assistant([new OtherBlock(OtherBlock.UnknownType, JsonElement.Parse("\"tool_use\"")), new OtherBlock("server_tool_use", JsonElement.Parse("""{"type":"server_tool_use","id":"y"}"""))]),
            ],
        });

        (await _sessions.FindUnansweredToolCallsAsync(_scope, session.Id)).Should().BeEmpty();
    }

    private static string Describe(Turn turn)
    {
        var kind = turn.Content[0] switch
        {
            ToolUseBlock => "c",
            ToolResultBlock { IsError: true } => "e",
            ToolResultBlock => "r",
            _ => turn.Role == TurnRole.User ? "u" : "a",
        };
        return kind + string.Join(',', turn.Content.Select(block => (block as ToolUseBlock)?.Id ?? (block as ToolResultBlock)?.ToolUseId));
    }

    private static Turn Make(string word)
    {
        var ids = word[1..].Split(',');
        return word[0] switch
        {
            'c' => Turn.Assistant([.. ids.Select(id => new ToolUseBlock(id, "find", Json))], new Usage { InputTokens = 5, Cost = 0.5m }),
            'r' => Turn.Tool([.. ids.Select(id => new ToolResultBlock(id, Json))]),
            'u' => Turn.User("u"),
            _ => Turn.Assistant("a", new Usage { InputTokens = 7 }),
        };
    }

    private async Task<Session> CreateAsync(string history)
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        return await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [.. history.Split(' ').Select(Make)] });
    }
}
