using System.Text;
using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli.Formats;

/// <summary>What cannot be imported is told with its file and line, and nothing of it is written.</summary>
public sealed class ImportCommandRefusalTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private const string Good = """{"messages":[{"role":"user","content":"good"}]}""";

    private readonly FormatFiles _files = new(fixture);

    public void Dispose() => _files.Dispose();

    public static TheoryData<string, string> BadLines => new()
    {
        { """{"messages":[{"role":"user","content":"cut""", "is cut off" },
        { """{"messages":[{"role":"user" "content":"x"}]}""", "is not valid JSON" },
        { """{"messages":[{"role":"user","role":"user","content":"x"}]}""", "twice" },
        { """{"messages":[{"role":"user","content":"x"},{"role":"narrator","content":"x"}]}""", "has a message 2 that has a role" },
        { """{"messages":[{"role":"user","content":"x"},7]}""", "has a message 2 that is not an object" },
        { """{"messages":[{"content":"x"}]}""", "has no \"role\"" },
        { """{"messages":[]}""", "no list of messages" },
        { """{"messages":"x"}""", "no list of messages" },
        { """{"role":"user","content":"x"}""", "is a single message" },
        { """{"dialogue":[]}""", "has no \"messages\"" },
        { "17", "no list of messages" },
        { """{"messages":[{"role":"user","content":"a\u0000b"}]}""", "U+0000" },
        { """{"messages":[{"role":"user","content":"\ud800"}]}""", "surrogate" },
        { $$"""{"messages":[{"role":"user","content":"x","deep":{{new string('[', 60)}}{{new string(']', 60)}}}]}""", "nests deeper" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task Import_OfABadLine_NamesItAndLeavesWhatComesBefore(string line, string problem)
    {
        var path = _files.Write("chats.jsonl", $"{Good}\n\n{line}\n{Good}\n");

        var outcome = await _files.RunAsync("import", path);

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().StartWith($"{path}(3): line 3 ").And.Contain(problem);
        outcome.Errors.Trim().Should().NotContain("\n");
        (await _files.SessionsAsync()).Should().ContainSingle().Which.TurnCount.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task Import_ThatGoesOn_ImportsTheRestAndFailsAtTheEnd(string line, string problem)
    {
        var path = _files.Write("chats.jsonl", $"{line}\n{Good}\n{line}\n{Good}");

        var outcome = await _files.RunAsync("import", path, "--continue");

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Trim().Split('\n').Should().HaveCount(2).And.OnlyContain(text => text.Contains(problem));
        outcome.Output.Should().Contain("2 sessions imported, 0 already there; 2 turns written; 2 problems.");
        (await _files.SessionsAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Import_OfInvalidUtf8_NamesTheLine()
    {
        var path = _files.Write("chats.jsonl", [.. Encoding.UTF8.GetBytes(Good + "\n{\"messages\":[{\"role\":\"user\",\"content\":\""), 0xC3, 0x28, .. "\"}]}"u8]);

        var outcome = await _files.RunAsync("import", path);

        outcome.Errors.Should().StartWith($"{path}(2): line 2 is not valid UTF-8");
        (await _files.SessionsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Import_OfMessagesTheFirstOfWhichIsBad_DoesNotImportTheOthers()
    {
        var path = _files.Write("chat.json", [.. "[{\"role\":\"user\",\"content\":\""u8, 0xFF, .. "\"},\n{\"role\":\"user\",\"content\":\"b\"}]"u8]);

        var outcome = await _files.RunAsync("import", path, "--continue", "--format", "openai");

        outcome.Errors.Should().StartWith($"{path}(1): line 1 is not valid UTF-8");
        (await _files.SessionsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("[\n{\"role\":\"user\",\"content\":\"a\"},\n{\"role\":\"user\",\"content\":", 3, "does not end")]
    [InlineData("[\n{\"role\":\"user\",\"content\":\"a\"}\n", 3, "the file is cut off")]
    [InlineData("[\n{\"role\":\"user\",\"content\":\"a\"},\n{\"role\":\"user\",\n\"content\":x}]", 4, "is not valid JSON")]
    [InlineData("[\n{\"role\":\"user\",\"content\":\"a\"}\n{\"role\":\"user\",\"content\":\"a\"}]", 3, "lacks a comma")]
    [InlineData("[\n{\"role\":\"user\",\"content\":\"a\"},\n7]", 3, "neither an object nor an array")]
    [InlineData("[\n{\"role\":\"user\",\"content\":\"a\"},\n{\"role\":\"nobody\",\"content\":\"a\"}]", 3, "has a role")]
    public async Task Import_OfADocumentThatBreaksOff_WritesNothingOfItsConversation(string text, int line, string problem)
    {
        var path = _files.Write("chat.json", text);

        var outcome = await _files.RunAsync("import", path, "--continue", "--format", "openai");

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().StartWith($"{path}({line}): line {line} ").And.Contain(problem);
        (await _files.SessionsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(Good)]
    [InlineData("""[{"role":"user","content":"good"}]""")]
    public async Task Import_OfADocumentThatBreaksOff_KeepsTheConversationsBefore(string conversation)
    {
        var path = _files.Write("chats.json", $"[{conversation},\n{conversation},\n{conversation[..20]}");

        var outcome = await _files.RunAsync("import", path);

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().StartWith($"{path}(3): line 3 ");
        (await _files.SessionsAsync()).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("{\"type\":\"user\",\"sessionId\":\"s\",\"message\":{\"role\":\"user\",\"content\":7}}", "has a message that has no \"content\"")]
    [InlineData("{\"sessionId\":\"s\"}", "is no event")]
    [InlineData("[]", "is not an object")]
    [InlineData("{\"type\":\"user\",\"sessionId\":\"s\",\"mess", "is cut off")]
    public async Task Import_OfASessionFileWithABadEvent_WritesNothingOfTheSession(string line, string problem)
    {
        var path = _files.Write("session.jsonl", $"{ChatSamples.ClaudeCode}\n{line}");

        var outcome = await _files.RunAsync("import", path);

        outcome.Errors.Should().StartWith($"{path}(12): line 12 ").And.Contain(problem);
        (await _files.SessionsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Import_OfAnExportThatIsCutOff_NamesTheLine()
    {
        await _files.ImportAsync(_files.Write("chat.json", ChatSamples.OpenAI));
        var export = await _files.ExportAsync((await _files.SessionAsync()).Id, "agentkit");
        using var there = new FormatFiles(fixture);
        var path = there.Write("cut.jsonl", string.Join('\n', export.Split('\n')[..4]));

        var tried = await there.RunAsync("import", path, "--dry-run");
        var outcome = await there.RunAsync("import", path);

        tried.Errors.Should().StartWith($"{path}(4)");
        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().StartWith($"{path}(5): line 5 is missing");
        (await there.SessionsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("just text")]
    [InlineData("{\"a\":1}\n{\"b\":2}")]
    public async Task Import_OfSomethingElse_SaysThatItIsNoneOfTheFormats(string text)
    {
        var outcome = await _files.RunAsync("import", _files.Write("other.txt", text));

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().Contain("other.txt(1): line 1 ");
    }

    [Fact]
    public async Task Import_OfSeveralFiles_TellsOfTheBadOnesAndImportsTheOthers()
    {
        string[] paths =
        [
            _files.Write("a.jsonl", Good),
            _files.PathOf("missing.jsonl"),
            _files.Write("b.jsonl", "{"),
            _files.PathOf("."),
            _files.Write("c.jsonl", Good.Replace("good", "better")),
        ];

        var outcome = await _files.RunAsync(["import", .. paths, "--format", "openai"]);

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Trim().Split('\n').Should().HaveCount(3).And.Satisfy(
            line => line.StartsWith($"{paths[1]}: "), line => line.StartsWith($"{paths[2]}(1): line 1 "), line => line.StartsWith($"{paths[3]}: "));
        outcome.Output.Should().Contain($"{paths[0]}: openai, 1 session imported").And.Contain($"{paths[4]}: openai, 1 session imported");
        (await _files.SessionsAsync()).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("missing.jsonl")]
    [InlineData("bad.jsonl")]
    public async Task Import_OfNothingThatCanBeImported_RegistersNoAgent(string name)
    {
        _files.Write("bad.jsonl", "{");

        (await _files.RunAsync("import", _files.PathOf(name), "--format", "openai")).ExitCode.Should().Be(ExitCode.Failed);

        (await fixture.Get<IAgentRegistry>().ListAsync(_files.Scope)).Should().NotContain(agent => agent.Definition.Id == ImportAgent.Default);
    }

    [Fact]
    public async Task Import_OfSeveralConversationsUnderOneName_IsRefused()
    {
        var path = _files.Write("chats.jsonl", $"{Good}\n{Good}\n");

        var outcome = await _files.RunAsync("import", path, "--session-id", "chat", "--continue");

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().StartWith($"{path}(2): line 2 begins another conversation, and --session-id names one.");
        (await _files.SessionsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("--format", "word")]
    [InlineData("--format")]
    [InlineData("--agent", "")]
    [InlineData("--session-id", " ")]
    [InlineData("--session-id", "chat", "another.jsonl")]
    public async Task Import_OnAWrongOption_IsAUsageError(params string[] options) =>
        (await _files.RunAsync(["import", _files.Write("a.jsonl", Good), .. options])).ExitCode.Should().Be(ExitCode.Usage);

    [Fact]
    public async Task Import_ForAnAgentThatIsNotThere_IsNotFound() =>
        (await _files.RunAsync("import", _files.Write("a.jsonl", Good), "--agent", "nobody")).ExitCode.Should().Be(ExitCode.NotFound);

    [Fact]
    public async Task Import_ThatIsOnlyTried_CountsAndWritesNothing()
    {
        var outcome = await _files.RunAsync("import", _files.Write("chat.json", ChatSamples.OpenAI), "--dry-run");

        outcome.Output.Should().EndWith("openai, 1 conversation with 11 turns and 2 tool calls, 0 problems; nothing was written.\n");
        (await _files.SessionsAsync()).Should().BeEmpty();
    }
}
