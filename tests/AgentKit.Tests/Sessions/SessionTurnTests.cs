using System.Text.Json;
using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionTurnTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task GetTurnsAsync_AllMembers_ReadsBackEqual()
    {
        var session = await CreateAsync();
        var turn = new Turn
        {
            Role = TurnRole.Assistant,
            Content =
            [
                new TextBlock("“Ñandú” \\ \"quoted\" \u2028 👩‍👩‍👧 مرحبا"),
                new ToolUseBlock("call_1", "find", JsonElement.Parse("""{"b":1.10,"a":100000000000000000000000000000000000001,"b":2}""")),
                new ToolResultBlock("call_0", JsonElement.Parse("""[{"type":"text","text":"x"}]"""), IsError: true),
                new OtherBlock("thinking", JsonElement.Parse("""{"type":"thinking","z":1,"a":2,"signature":"é"}""")),
            ],
            Author = "planner",
            Model = "some-model",
            Intent = new IntentResult("refund", 0.75, [new IntentAlternative("cancel", 0.2)]),
            Usage = new Usage { InputTokens = 1, OutputTokens = 2, CachedInputTokens = 1, ReasoningTokens = 1, Cost = 0.000001m },
            Latency = TimeSpan.FromMilliseconds(1234),
            CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-5)),
            Metadata = new JsonObject { ["z"] = 1, ["a"] = new JsonArray(1, 2) },
        };

        await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [turn] });

        var read = (await _sessions.GetTurnsAsync(_scope, session.Id)).Single();
        read.Should().Be(turn with
        {
            Number = 1,
            Version = 2,
            Content = read.Content,
            Metadata = read.Metadata,
            CreatedAt = turn.CreatedAt.Value.ToUniversalTime(),
        });
        read.Content.Should().Equal(turn.Content);
        ((ToolUseBlock)read.Content[1]).Input.GetRawText().Should().Be("""{"b":1.10,"a":100000000000000000000000000000000000001,"b":2}""");
        ((OtherBlock)read.Content[3]).Json.GetRawText().Should().Be("""{"type":"thinking","z":1,"a":2,"signature":"é"}""");
        read.Metadata!.ToJsonString().Should().Be("""{"z":1,"a":[1,2]}""");
    }

    [Fact]
    public async Task GetTurnsAsync_ByPages_GoesOnAfterANumber()
    {
        var session = await CreateAsync(turns: 25);

        (await NumbersAsync(afterNumber: 0, limit: 10)).Should().Equal(Range(1, 10));
        (await NumbersAsync(afterNumber: 10, limit: 10)).Should().Equal(Range(11, 10));
        (await NumbersAsync(afterNumber: 20, limit: 10)).Should().Equal(Range(21, 5));
        (await NumbersAsync(afterNumber: 25, limit: 10)).Should().BeEmpty();

        async Task<IEnumerable<long>> NumbersAsync(long afterNumber, int limit) =>
            (await _sessions.GetTurnsAsync(_scope, session.Id, afterNumber, limit)).Select(turn => turn.Number);
    }

    [Fact]
    public async Task StreamTurnsAsync_MoreThanAPage_StreamsAllOfThemInOrder()
    {
        var session = await CreateAsync(turns: 450);

        var numbers = await _sessions.StreamTurnsAsync(_scope, session.Id, afterNumber: 3).Select(turn => turn.Number).ToListAsync();

        numbers.Should().Equal(Range(4, 447));
    }

    [Fact]
    public async Task GetLastTurnsAsync_Count_ReturnsThemInOrder()
    {
        var session = await CreateAsync(turns: 10);

        (await _sessions.GetLastTurnsAsync(_scope, session.Id, 3)).Select(turn => turn.Number).Should().Equal(8, 9, 10);
        (await _sessions.GetLastTurnsAsync(_scope, session.Id, 100)).Should().HaveCount(10);
        (await _sessions.GetLastTurnsAsync(_scope, Guid.CreateVersion7(), 3)).Should().BeEmpty();
        (await _sessions.GetLastTurnsAsync(_scope, Guid.CreateVersion7(), 3, wholeToolCalls: true)).Should().BeEmpty();
    }

    /// <summary>user, assistant with two calls, two results, assistant, user: wherever the window begins, no result stands without its call.</summary>
    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 5)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 1)]
    [InlineData(9, 1)]
    public async Task GetLastTurnsAsync_WholeToolCalls_BeginsBeforeTheCall(int count, long first)
    {
        var session = await CreateAsync();
        await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns =
            [
                Turn.User("two things, please"),
                Turn.Assistant([Call("a"), Call("b")]),
                Turn.Tool(Result("a")),
                Turn.Tool(Result("b")),
                Turn.Assistant("done"),
                Turn.User("thanks"),
            ],
        });

        var turns = await _sessions.GetLastTurnsAsync(_scope, session.Id, count, wholeToolCalls: true);

        turns.Select(turn => turn.Number).Should().Equal(Range(first, (int)(7 - first)));
    }

    [Fact]
    public async Task GetLastTurnsAsync_OnlyResultsInTheSession_ReturnsThem()
    {
        var session = await CreateAsync();
        await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [Turn.Tool(Result("x")), Turn.Tool(Result("y"))] });

        (await _sessions.GetLastTurnsAsync(_scope, session.Id, 1, wholeToolCalls: true)).Should().ContainSingle().Which.Number.Should().Be(2);
    }

    private static ToolUseBlock Call(string id) => new(id, "tool", JsonElement.Parse("{}"));

    private static ToolResultBlock Result(string id) => new(id, JsonElement.Parse("\"ok\""));

    private static IEnumerable<long> Range(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);

    private async Task<Session> CreateAsync(int turns = 0)
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        return turns == 0
            ? session
            : await _sessions.CommitAsync(_scope, session, new SessionCommit
            {
                Turns = [.. Enumerable.Range(1, turns).Select(i => Turn.User($"turn {i}"))],
            });
    }
}
