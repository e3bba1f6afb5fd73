using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli.Formats;

/// <summary>By what a conversation is recognised that was imported before: its id, or its beginning; nothing that changes while it goes on.</summary>
public sealed class ImportRecognitionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private const string Hi = """{"role":"user","content":"Hi"}""";
    private const string Hello = """{"role":"assistant","content":"Hello"}""";
    private const string Bye = """{"role":"assistant","content":"Bye"}""";
    private const string Thought = """{"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"s"}]}""";

    private readonly FormatFiles _files = new(fixture);

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(Bye, "openai")]
    [InlineData(Thought, "anthropic")] // only now its format shows
    public async Task Import_OfAConversationWithoutIdThatHasGrown_ContinuesTheSession(string next, string format)
    {
        await _files.ImportAsync(_files.Write("chat.json", $"[{Hi},{Hello}]"));

        var report = await _files.ImportAsync(_files.Write("moved.json", $"[{Hi},{Hello},{next}]"));

        (report.GetProperty("continued").GetInt64(), report.GetProperty("written").GetInt64()).Should().Be((1, 1));
        report.GetProperty("format").GetString().Should().Be(format);
        (await _files.TurnsAsync()).Select(turn => turn.Role).Should().Equal(TurnRole.User, TurnRole.Assistant, TurnRole.Assistant);
    }

    [Fact]
    public async Task Import_OfAConversationThatGetsTimesAsItGoesOn_ContinuesTheSession()
    {
        const string Later = """{"role":"assistant","content":"Bye","timestamp":"2026-01-01T00:00:00Z"}""";
        await _files.ImportAsync(_files.Write("chat.json", $"[{Hi},{Hello}]"));

        var report = await _files.ImportAsync(_files.Write("chat.json", $"[{Hi},{Hello},{Later}]"));

        report.GetProperty("continued").GetInt64().Should().Be(1);
    }

    [Theory]
    [InlineData("\"id\":\"chat-7\",")]
    [InlineData("")]
    public async Task Import_OfAConversationWhoseSurroundingsSayWhenItChanged_ContinuesTheSessionAndKeepsWhatTheySayNow(string id)
    {
        await _files.ImportAsync(_files.Write("chat.json", $$"""{{{id}}"created":1715780000,"updated_at":1715780001,"messages":[{{Hi}}]}"""));
        var grown = $$"""{{{id}}"created":1715780000,"updated_at":1715789999,"date":"2026-01-01","messages":[{{Hi}},{{Hello}}]}""";

        var report = await _files.ImportAsync(_files.Write("chat.json", grown));

        (report.GetProperty("continued").GetInt64(), report.GetProperty("written").GetInt64()).Should().Be((1, 1));
        FormatFiles.ShouldBeSame(await _files.ExportAsync((await _files.SessionAsync()).Id, "openai"), grown);
    }

    [Fact]
    public async Task Import_OfConversationsThatBeginAlike_KeepsThemApart()
    {
        var longer = _files.Write("longer.json", $"[{Hi},{Hello},{Hi},{Hello}]");
        var shorter = _files.Write("shorter.json", $"[{Hi},{Bye}]");
        await _files.ImportAsync(longer);
        await _files.ImportAsync(shorter);

        var again = await _files.ImportAsync(longer);
        var grown = await _files.ImportAsync(_files.Write("shorter.json", $"[{Hi},{Bye},{Hi}]"));
        var cut = await _files.ImportAsync(_files.Write("longer.json", $"[{Hi},{Hello}]"));

        again.GetProperty("alreadyThere").GetInt64().Should().Be(1);
        (grown.GetProperty("continued").GetInt64(), grown.GetProperty("written").GetInt64()).Should().Be((1, 1));
        cut.GetProperty("alreadyThere").GetInt64().Should().Be(1);
        (await _files.SessionsAsync()).Select(session => session.TurnCount).Should().BeEquivalentTo([4, 3]);
    }

    [Fact]
    public async Task Import_UnderAName_IsThatConversationWhateverTheFileCallsIt()
    {
        await _files.ImportAsync(_files.Write("a.json", $"[{Hi}]"), "--session-id", "one");
        await _files.ImportAsync(_files.Write("b.json", $"[{Hi}]"), "--session-id", "two");

        var report = await _files.ImportAsync(
            _files.Write("c.json", $$"""{"id":"three","messages":[{{Hi}},{{Hello}}]}"""), "--session-id", "one");

        report.GetProperty("continued").GetInt64().Should().Be(1);
        (await _files.SessionsAsync()).Select(session => session.TurnCount).Should().BeEquivalentTo([2, 1]);
    }

    [Fact]
    public async Task Import_OfAShorterFileThatSaysSomethingElse_IsRefusedWhereTheIdIsTheSame()
    {
        await _files.ImportAsync(_files.Write("chat.json", $$"""{"id":"chat-7","messages":[{{Hi}},{{Hello}},{{Hi}}]}"""));

        var outcome = await _files.RunAsync("import", _files.Write("chat.json", $$"""{"id":"chat-7","messages":[{{Hi}},{{Bye}}]}"""));

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().Contain("begins a conversation that is not as it was");
        (await _files.SessionAsync()).TurnCount.Should().Be(3);
    }
}
