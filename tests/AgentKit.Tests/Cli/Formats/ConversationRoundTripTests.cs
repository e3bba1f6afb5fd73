using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli.Formats;

/// <summary>What is imported and exported again says the same, property by property; what it means has its place in AgentKit.</summary>
public sealed class ConversationRoundTripTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly FormatFiles _files = new(fixture);

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("openai", ChatSamples.OpenAI)]
    [InlineData("anthropic", ChatSamples.Anthropic)]
    public async Task Export_OfWhatWasImported_IsTheSameConversation(string format, string conversation)
    {
        await _files.ImportAsync(_files.Write("chat.json", conversation));

        FormatFiles.ShouldBeSame(await _files.ExportAsync((await _files.SessionAsync()).Id, format), conversation);
    }

    [Fact]
    public async Task Export_OfABareArray_IsABareArray()
    {
        const string Messages = """[{"role": "user", "content": "Hi"}, {"role": "tool", "tool_call_id": "c", "content": "1"}]""";
        await _files.ImportAsync(_files.Write("chat.json", Messages));

        FormatFiles.ShouldBeSame(await _files.ExportAsync((await _files.SessionAsync()).Id, "openai"), Messages);
    }

    [Fact]
    public async Task Export_OfASessionOfClaudeCode_IsTheSameEvents()
    {
        await _files.ImportAsync(_files.Write("session.jsonl", ChatSamples.ClaudeCode));

        var lines = (await _files.ExportAsync((await _files.SessionAsync()).Id, "claude-code")).TrimEnd('\n').Split('\n');
        var expected = ChatSamples.ClaudeCode.Split('\n');
        lines.Should().HaveSameCount(expected);
        foreach (var (line, source) in lines.Zip(expected))
        {
            FormatFiles.ShouldBeSame(line, source);
        }
    }

    [Fact]
    public async Task Export_OfAgentKitsOwn_ComesBackInAnotherWorkspace()
    {
        await _files.ImportAsync(_files.Write("chat.json", ChatSamples.OpenAI), "-u", "ana");
        var path = _files.PathOf("ana.jsonl");
        (await _files.RunAsync("export", "user", "ana", "-o", path)).ExitCode.Should().Be(0);
        using var there = new FormatFiles(fixture);

        var counted = await there.ImportAsync(path, "--dry-run");
        var report = await there.ImportAsync(path);

        (counted.GetProperty("conversations").GetInt64(), counted.GetProperty("turns").GetInt64()).Should().Be((1, 11));
        report.GetProperty("imported").GetInt64().Should().Be(1);
        FormatFiles.ShouldBeSame(await there.ExportAsync((await there.SessionAsync()).Id, "openai"), ChatSamples.OpenAI);
        (await there.ImportAsync(path)).GetProperty("alreadyThere").GetInt64().Should().Be(1);
    }

    [Fact]
    public async Task Import_OfOpenAI_PutsEverythingInItsPlace()
    {
        await _files.ImportAsync(_files.Write("chat.json", ChatSamples.OpenAI));

        var (session, turns) = (await _files.SessionAsync(), await _files.TurnsAsync());
        turns.Select(turn => turn.Role).Should().StartWith(
            [TurnRole.System, TurnRole.System, TurnRole.User, TurnRole.Assistant, TurnRole.Tool, TurnRole.Tool, TurnRole.Assistant]);
        (session.InputTokens, session.OutputTokens).Should().Be((25, 8));
        turns[2].Author.Should().Be("ana");
        turns[3].Usage.Should().Be(new Usage { InputTokens = 25, OutputTokens = 8, CachedInputTokens = 5, ReasoningTokens = 3 });
        turns[3].Model.Should().Be("gpt-x-2024");
        var call = turns[3].Content.OfType<ToolUseBlock>().First();
        call.Input.GetProperty("id").GetString().Should().Be("A-1001");
        turns[4].Content.Should().Equal(new ToolResultBlock(call.Id, JsonElement.Parse("\"on its way\"")));
        turns[6].CreatedAt.Should().Be(new DateTimeOffset(2024, 5, 15, 13, 0, 0, 250, TimeSpan.Zero));
    }

    [Fact]
    public async Task Import_OfAnthropic_PutsEverythingInItsPlace()
    {
        await _files.ImportAsync(_files.Write("chat.json", ChatSamples.Anthropic));

        var turns = await _files.TurnsAsync();
        turns.Select(turn => turn.Role).Should().Equal(
            TurnRole.System, TurnRole.User, TurnRole.Assistant, TurnRole.Tool, TurnRole.User, TurnRole.Assistant, TurnRole.User, TurnRole.Assistant);
        turns[2].Usage.Should().Be(new Usage { InputTokens = 150, OutputTokens = 40, CachedInputTokens = 30 });
        turns[2].Model.Should().Be("claude-x");
        turns[2].Content.Should().HaveCount(4).And.ContainSingle(block => block is OtherBlock && ((OtherBlock)block).Type == "thinking");
        turns[3].Content.OfType<ToolResultBlock>().Select(result => (result.ToolUseId, result.IsError)).Should().Equal(("toolu_1", false), ("toolu_2", true));
    }

    [Fact]
    public async Task Import_OfClaudeCode_CountsUsageOnceAndKeepsTimes()
    {
        await _files.ImportAsync(_files.Write("session.jsonl", ChatSamples.ClaudeCode));

        var (session, turns) = (await _files.SessionAsync(), await _files.TurnsAsync());
        session.Should().Match<Session>(s => s.Title == "Finding an order" && s.WorkingDirectory == "/home/ana/shop" && s.TurnCount == 11);

        // The first message has three events: 15 in and 30 out; the second 7 and 3.
        (session.InputTokens, session.OutputTokens).Should().Be((22, 33));
        turns.Sum(turn => turn.Usage.CachedInputTokens).Should().Be(5);
        turns[6].Role.Should().Be(TurnRole.Tool);
        turns[6].CreatedAt.Should().Be(new DateTimeOffset(2025, 3, 1, 10, 0, 4, TimeSpan.Zero));
        (await fixture.Sessions.FindUnansweredToolCallsAsync(_files.Scope, session.Id)).Should().BeEmpty();

        // The id is in the order of the conversation's own time.
        session.Id.Version.Should().Be(7);
        session.Id.ToString().Should().StartWith(Guid.CreateVersion7(new DateTimeOffset(2025, 3, 1, 10, 0, 0, 123, TimeSpan.Zero)).ToString()[..13]);
    }

    [Theory]
    [InlineData("openai", 6, 5)]
    [InlineData("anthropic", 7, 4)]
    public async Task Export_InAnotherFormat_SaysWhatThatFormatCanSay(string format, int messages, long omitted)
    {
        await _files.ImportAsync(_files.Write("session.jsonl", ChatSamples.ClaudeCode));
        var path = _files.PathOf("other.json");

        var outcome = await _files.RunAsync("export", "session", (await _files.SessionAsync()).Id.ToString(), "--format", format, "-o", path, "--json");

        outcome.Json.GetProperty("omitted").GetInt64().Should().Be(omitted);
        JsonElement.Parse(await File.ReadAllTextAsync(path)).GetProperty("messages").GetArrayLength().Should().Be(messages);
        (await _files.ImportAsync(path, "--dry-run")).GetProperty("format").GetString().Should().Be(format);
    }

    [Fact]
    public async Task Export_OfASessionThatWasNeverImported_IsUnderstoodByEachFormat()
    {
        var session = await fixture.Sessions.CreateAsync(_files.Scope, new NewSession(AgentKitFixture.Agent));
        await fixture.Sessions.CommitAsync(_files.Scope, session, new SessionCommit
        {
            Turns =
            [
                Turn.System("Be kind."),
                Turn.User("Where?"),
                Turn.Assistant(
                    ["I look.", new ToolUseBlock("c-1", "find", JsonElement.Parse("{}")), new ToolUseBlock("c-2", "find", JsonElement.Parse("{}"))],
                    new Usage { OutputTokens = 3 }),
                Turn.Tool(new ToolResultBlock("c-1", JsonElement.Parse("1"))),
                Turn.Tool(new ToolResultBlock("c-2", JsonElement.Parse("\"two\""))),
                Turn.Assistant("There."),
            ],
        });

        var openAI = JsonElement.Parse(await _files.ExportAsync(session.Id, "openai")).GetProperty("messages");
        var anthropic = JsonElement.Parse(await _files.ExportAsync(session.Id, "anthropic"));
        var events = (await _files.ExportAsync(session.Id, "claude-code")).TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line)).ToList();

        openAI.EnumerateArray().Select(message => message.GetProperty("role").GetString())
            .Should().Equal("system", "user", "assistant", "tool", "tool", "assistant");
        openAI[3].GetProperty("content").GetString().Should().Be("1");
        anthropic.GetProperty("system")[0].GetProperty("text").GetString().Should().Be("Be kind.");
        anthropic.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetArrayLength())
            .Should().Equal([1, 3, 2, 1], "the results of one message stand in one message");
        events.Select(json => json.GetProperty("type").GetString()).Should().Equal("user", "user", "assistant", "user", "user", "assistant");
        events.Skip(1).Select(json => json.GetProperty("parentUuid").GetString())
            .Should().Equal(events.SkipLast(1).Select(json => json.GetProperty("uuid").GetString()));
    }
}
