using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Sessions;

/// <summary>What cannot be meant is an argument error before anything is sent.</summary>
public sealed class HistoryInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, SessionCommit> BadCommits => new()
    {
        { "back beyond the beginning", new SessionCommit { RewindTo = -1 } },
        { "summary of nothing", new SessionCommit { Summary = new(0, Turn.System("s")) } },
        { "summary of less than nothing", new SessionCommit { Summary = new(long.MinValue, Turn.System("s")) } },
        { "no turn for a summary", new SessionCommit { Summary = new(1, null!) } },
        { "summary without content", new SessionCommit { Summary = new(1, Turn.User([])) } },
        { "summary with null content", new SessionCommit { Summary = new(1, Turn.User("x") with { Content = null! }) } },
        { "U+0000 in a summary", new SessionCommit { Summary = new(1, Turn.System("a\0b")) } },
        { "lone surrogate in a summary", new SessionCommit { Summary = new(1, Turn.System("a\ud800b")) } },
        { "summary beyond the limit", new SessionCommit { Summary = new(1, Turn.System(new string('x', 1024 * 1024))) } },
        { "summary of negative cost", new SessionCommit { Summary = new(1, Turn.Assistant("s", new Usage { Cost = -1 })) } },
        { "summary that calls a tool", new SessionCommit { Summary = new(1, Turn.Assistant([new ToolUseBlock("t", "n", JsonElement.Parse("1"))])) } },
        { "summary that answers a call", new SessionCommit { Summary = new(1, Turn.Tool(new ToolResultBlock("t", default))) } },
    };

    public static TheoryData<string, NewFork> BadForks => new()
    {
        { "empty id", new NewFork { Id = Guid.Empty } },
        { "id of another version", new NewFork { Id = Guid.NewGuid() } },
        { "less than no turns", new NewFork { AtTurn = -1 } },
        { "empty title", new NewFork { Title = "" } },
        { "long title", new NewFork { Title = new string('t', 501) } },
        { "U+0000 in a slug", new NewFork { Slug = "a\0" } },
        { "lone surrogate in a key", new NewFork { ConversationKey = "\udc00" } },
        { "white space for a folder", new NewFork { WorkingDirectory = " " } },
    };

    public static TheoryData<string, TurnSearch> BadSearches => new()
    {
        { "no query", new TurnSearch("") },
        { "null query", new TurnSearch(null!) },
        { "white space", new TurnSearch(" ") },
        { "long query", new TurnSearch(new string('q', 1_001)) },
        { "U+0000", new TurnSearch("a\0") },
        { "lone surrogate", new TurnSearch("\ud800") },
        { "null language", new TurnSearch("a") { Language = null! } },
        { "an object's id for a language", new TurnSearch("a") { Language = "3748" } },
        { "SQL for a language", new TurnSearch("a") { Language = "simple'; DROP TABLE x; --" } },
        { "three names for a language", new TurnSearch("a") { Language = "a.b.c" } },
        { "no matches", new TurnSearch("a") { Limit = 0 } },
        { "too many matches", new TurnSearch("a") { Limit = 101 } },
        { "no turns", new TurnSearch("a") { MaxTurns = 0 } },
        { "too many turns", new TurnSearch("a") { MaxTurns = 100_001 } },
        { "empty user", new TurnSearch("a") { UserId = "" } },
        { "a cursor of another list", new TurnSearch("a") { Cursor = $"2.{Guid.NewGuid():N}." } },
        { "a cursor without a number", new TurnSearch("a") { Cursor = $"30.{Guid.NewGuid():N}." } },
        { "a cursor with a bad number", new TurnSearch("a") { Cursor = $"30.{Guid.NewGuid():N}..-1" } },
        { "any text for a cursor", new TurnSearch("a") { Cursor = "x" } },
    };

    [Theory]
    [MemberData(nameof(BadCommits))]
    public async Task CommitAsync_BadInput_IsRefusedAndChangesNothing(string what, SessionCommit commit)
    {
        var session = await CreateAsync();

        var error = (await _sessions.Awaiting(s => s.CommitAsync(_scope, session, commit)).Should().ThrowAsync<ArgumentException>(what)).Which;

        error.Message.Length.Should().BeLessThan(400, "it never repeats the content");
        (await _sessions.GetAsync(_scope, session.Id)).Version.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(BadForks))]
    public async Task ForkAsync_BadInput_IsRefused(string what, NewFork fork)
    {
        var session = await CreateAsync();

        await _sessions.Awaiting(s => s.ForkAsync(_scope, session.Id, fork)).Should().ThrowAsync<ArgumentException>(what);
    }

    [Theory]
    [MemberData(nameof(BadSearches))]
    public Task SearchTurnsAsync_BadInput_IsRefused(string what, TurnSearch search) =>
        _sessions.Awaiting(s => s.SearchTurnsAsync(_scope, search)).Should().ThrowAsync<ArgumentException>(what);

    [Fact]
    public async Task AppendAsync_RewindOrSummary_IsRefused()
    {
        var session = await CreateAsync();

        foreach (var commit in new[] { new SessionCommit { RewindTo = 1 }, new SessionCommit { Summary = new(1, Turn.System("s")) } })
        {
            await _sessions.Awaiting(s => s.AppendAsync(_scope, session.Id, commit)).Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task Calls_OutOfRange_AreRefused()
    {
        var session = await CreateAsync();
        Func<Task>[] calls =
        [
            () => _sessions.GetHistoryAsync(_scope, session.Id, 0),
            () => _sessions.GetHistoryAsync(_scope, session.Id, 1_001),
            () => _sessions.GetHistoryAsync(null!, session.Id),
            () => _sessions.GetArchivedTurnsAsync(_scope, session.Id, limit: 0),
            () => _sessions.GetArchivedTurnsAsync(_scope, session.Id, limit: 1_001),
            () => _sessions.FindUnansweredToolCallsAsync(_scope, session.Id, 0),
            () => _sessions.FindUnansweredToolCallsAsync(_scope, session.Id, 10_001),
            () => _sessions.RepairToolCallsAsync(_scope, null!),
            () => _sessions.RewindAsync(_scope, session, -1),
            () => _sessions.RewindAsync(_scope, null!, 0),
            () => _sessions.PopLastTurnAsync(_scope, null!),
            () => _sessions.ForkAsync(_scope, Guid.Empty),
            () => _sessions.ForkAsync(_scope, session.Id, new NewFork { Id = session.Id }),
            () => _sessions.ForkAsync(null!, session.Id),
            () => _sessions.SearchTurnsAsync(_scope, null!),
        ];

        foreach (var call in calls)
        {
            await call.Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task ACallWithinADecision_AboutTheSameSession_IsRefused()
    {
        var session = await CreateAsync();

        foreach (var call in new Func<Task>[]
        {
            () => _sessions.RewindAsync(_scope, session, 0),
            () => _sessions.RepairToolCallsAsync(_scope, session),
        })
        {
            await _sessions.Awaiting(s => s.UpdateAsync(_scope, session.Id, async (_, _) =>
            {
                await call();
                return null;
            })).Should().ThrowAsync<InvalidOperationException>();
        }
    }

    private async Task<Session> CreateAsync()
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        return await _sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("a"), Turn.Assistant("b")] });
    }
}
