using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class TurnSearchTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private int _sessionsMade;

    [Theory]
    [InlineData("refund", "1,4")]
    [InlineData("REFUND please", "1")]
    [InlineData("\"please refund\"", "1")]
    [InlineData("\"refund please\"", "")]
    [InlineData("refund -please", "4")]
    [InlineData("weather or delivered", "2,3")]
    [InlineData("ñandú", "2")]
    [InlineData("A-1001", "3")]
    [InlineData("shipped", "4")] // in what a tool answered
    [InlineData("Medellín", "4")] // escaped in what a tool answered
    [InlineData("4711", "3")] // a number that a tool was given
    [InlineData("tool_use", "")]
    [InlineData("signature", "")] // of another block
    [InlineData("'; DROP TABLE turns; --", "")]
    [InlineData("-please", "4,3,2")]
    [InlineData("!!", "")]
    public async Task SearchTurnsAsync_Query_FindsTheTurnsThatSayIt(string query, string numbers)
    {
        var session = await CreateAsync(
            Turn.User("Please refund order A-1001x"),
            Turn.Assistant("The ñandú says: what weather"),
            Turn.Assistant(
            [
                new TextBlock("delivered?"),
                new ToolUseBlock("t1", "find", JsonElement.Parse("""{"order":"A-1001","n":4711}""")),
                new OtherBlock("thinking", JsonElement.Parse("""{"type":"thinking","signature":"signature"}""")),
            ]),
            Turn.Tool(new ToolResultBlock("t1", JsonElement.Parse("""[{"type":"text","text":"refund shipped to Medell\u00edn"}]"""))));

        var page = await _sessions.SearchTurnsAsync(_scope, new TurnSearch(query));

        page.Next.Should().BeNull();
        page.Items.Where(match => match.SessionId != session.Id || match.Turn.Version != 2).Should().BeEmpty();
        page.Items.Select(match => match.Turn.Number).Order().Should().Equal(numbers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).Order());
    }

    [Fact]
    public async Task SearchTurnsAsync_Matches_AreNewestFirstWithRankAndSnippet()
    {
        var older = await CreateAsync(Turn.User("a whale"), Turn.User($"{Words(200)} the whale and the whale {Words(200)}"));
        var newer = await CreateAsync(Turn.User("whale ahoy"));

        var found = (await _sessions.SearchTurnsAsync(_scope, new TurnSearch("whale"))).Items;

        found.Select(match => (match.SessionId, match.Turn.Number)).Should().Equal((newer.Id, 1), (older.Id, 2), (older.Id, 1));
        found.Should().OnlyContain(match => match.Rank > 0);
        found[0].Snippet.Should().Be("whale ahoy");
        found[1].Snippet.Should().Contain("whale").And.NotContain("<b>");
        found[1].Snippet.Length.Should().BeLessThan(400);
        found[1].Turn.Should().BeEquivalentTo((await _sessions.GetTurnsAsync(_scope, older.Id))[1]);
    }

    [Theory]
    [InlineData("english", "running shoes", true)]
    [InlineData("simple", "running shoes", false)]
    [InlineData("pg_catalog.english", "runs", true)]
    public async Task SearchTurnsAsync_Language_DecidesWhatIsTheSameWord(string language, string query, bool isFound)
    {
        await CreateAsync(Turn.User("I run in a shoe"));

        var found = await _sessions.SearchTurnsAsync(_scope, new TurnSearch(query) { Language = language });

        found.Items.Any().Should().Be(isFound);
    }

    [Fact]
    public async Task SearchTurnsAsync_Filters_NarrowIt()
    {
        var start = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var service = AgentScope.ForService(_scope.WorkspaceId);
        var one = await CreateAsync([.. Enumerable.Range(0, 5).Select(day => Turn.User("word") with { CreatedAt = start.AddDays(day) })]);
        var others = await _sessions.CreateAsync(service, Next());
        await _sessions.AppendAsync(service, others.Id, new SessionCommit { Turns = [Turn.User("word")] });

        (await NumbersAsync(_scope, new TurnSearch("word") { From = start.AddDays(1), To = start.AddDays(3) })).Should().Equal(3, 2);
        (await NumbersAsync(service, new TurnSearch("word"))).Should().Equal(1, 5, 4, 3, 2, 1);
        (await NumbersAsync(service, new TurnSearch("word") { SessionId = others.Id })).Should().Equal(1);
        (await NumbersAsync(service, new TurnSearch("word") { UserId = _scope.UserId })).Should().Equal(5, 4, 3, 2, 1);
        (await NumbersAsync(service, new TurnSearch("word") { UserId = "nobody" })).Should().BeEmpty();
        (await NumbersAsync(service, new TurnSearch("word") { SessionId = others.Id, UserId = _scope.UserId })).Should().BeEmpty();
        (await NumbersAsync(_scope, new TurnSearch("word") { SessionId = one.Id })).Should().Equal(5, 4, 3, 2, 1);
        (await NumbersAsync(_scope, new TurnSearch("word") { SessionId = others.Id })).Should().BeEmpty();
        (await NumbersAsync(_scope, new TurnSearch("word") { UserId = "somebody else" })).Should().BeEmpty();
    }

    /// <summary>However few turns a call looks at and however few it returns, all pages together are all matches, each once and in order.</summary>
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    [InlineData(7, 100)]
    [InlineData(100_000, 1)]
    [InlineData(100_000, 3)]
    [InlineData(3, 2)]
    public async Task SearchTurnsAsync_ByPages_FindsEachMatchOnce(int maxTurns, int limit)
    {
        var expected = new List<(Guid, long)>();
        foreach (var count in new[] { 3, 0, 1, 8, 2, 0 })
        {
            var session = await CreateAsync([.. Enumerable.Range(1, count).Select(i => Turn.User(i % 3 == 0 ? "nothing" : "word"))]);
            expected.AddRange(Enumerable.Range(1, count).Where(i => i % 3 != 0).Select(i => (session.Id, (long)i)));
        }

        expected.Reverse();
        foreach (var scope in new[] { _scope, AgentScope.ForService(_scope.WorkspaceId) })
        {
            var found = new List<(Guid, long)>();
            var search = new TurnSearch("word") { MaxTurns = maxTurns, Limit = limit };
            var calls = 0;
            do
            {
                var page = await _sessions.SearchTurnsAsync(scope, search);
                page.Items.Count.Should().BeLessThanOrEqualTo(limit);
                found.AddRange(page.Items.Select(match => (match.SessionId, match.Turn.Number)));
                search = search with { Cursor = page.Next };
                calls.Should().BeLessThan(40, "each call goes on");
                calls++;
            }
            while (search.Cursor is not null);

            found.Should().Equal(expected);
        }
    }

    [Fact]
    public async Task SearchTurnsAsync_TurnsThatWereTakenBack_AreNotFound()
    {
        var session = await CreateAsync(Turn.User("word"), Turn.User("word"));
        await _sessions.RewindAsync(_scope, session, 1);

        (await NumbersAsync(_scope, new TurnSearch("word"))).Should().Equal(1);
    }

    /// <summary>What another writer has stored; json keeps it as it is written, and looks at no escape.</summary>
    [Theory]
    [InlineData("""[{"type":"text","text":"word \u0041 \\ \" \n \ud83d\udc0b"}]""", true)]
    [InlineData("""[{"type":"text","text":"word \\ud83d \\u0000"}]""", true)]
    [InlineData("""[{"type":"text","text":"word \ud83d"}]""", true)]
    [InlineData("""[{"type":"text","text":"word \uDC0B"}]""", true)]
    [InlineData("""[{"type":"text","text":"word \ud83d\ud83d\udc0b"}]""", true)]
    [InlineData("""[{"type":"text","text":"word \\\u0000"}]""", true)]
    [InlineData("""[{"type":"text","\ud800":1,"text":"\u0000word\udfff"}]""", true)]
    [InlineData("""{"type":"text","text":"word"}""", false)]
    [InlineData("\"word\"", false)]
    public async Task SearchTurnsAsync_EscapesOfAnotherWriter_ArePassedOver(string content, bool isReadable)
    {
        var session = await CreateAsync(Turn.User("word"), Turn.User("to be overwritten"), Turn.User("word"));
        await using (var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString))
        {
            await using var command = dataSource.CreateCommand("UPDATE agentkit.turns SET content = $1::json WHERE session_id = $2 AND turn_number = 2");
            command.Parameters.Add(new() { Value = content });
            command.Parameters.Add(new() { Value = session.Id });
            (await command.ExecuteNonQueryAsync()).Should().Be(1);
        }

        (await NumbersAsync(_scope, new TurnSearch("word"))).Should().Equal(isReadable ? [3, 2, 1] : [3, 1]);
        (await NumbersAsync(_scope, new TurnSearch("word") { SessionId = session.Id })).Should().Equal(isReadable ? [3, 2, 1] : [3, 1]);
        (await NumbersAsync(AgentScope.ForService(_scope.WorkspaceId), new TurnSearch("word") { UserId = _scope.UserId }))
            .Should().Equal(isReadable ? [3, 2, 1] : [3, 1]);
    }

    [Fact]
    public async Task SearchTurnsAsync_UnknownLanguage_IsAnArgumentError()
    {
        var search = () => _sessions.SearchTurnsAsync(_scope, new TurnSearch("word") { Language = "klingon" });

        (await search.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("text search configuration");
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"filler{i}"));

    private async Task<IEnumerable<long>> NumbersAsync(AgentScope scope, TurnSearch search) =>
        (await _sessions.SearchTurnsAsync(scope, search)).Items.Select(match => match.Turn.Number);

    private async Task<Session> CreateAsync(params Turn[] turns)
    {
        var session = await _sessions.CreateAsync(_scope, Next());
        return await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = turns });
    }

    /// <summary>Ids of one millisecond have no order.</summary>
    private NewSession Next() => new(AgentKitFixture.Agent) { Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(++_sessionsMade)) };
}
