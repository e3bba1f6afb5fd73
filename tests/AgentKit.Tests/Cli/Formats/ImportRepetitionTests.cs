using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli.Formats;

/// <summary>An import can be repeated: what is there stays, what is longer is continued, what differs is refused.</summary>
public sealed class ImportRepetitionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private const string Twice = """{"messages":[{"role":"user","content":"same"}]}""";

    private readonly FormatFiles _files = new(fixture);

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("chat.json", ChatSamples.OpenAI)]
    [InlineData("chat.json", ChatSamples.Anthropic)]
    [InlineData("chat.jsonl", ChatSamples.ClaudeCode)]
    public async Task Import_Again_ChangesNothing(string name, string text)
    {
        var path = _files.Write(name, text);
        var first = await _files.ImportAsync(path);
        var before = await _files.SessionAsync();

        var second = await _files.ImportAsync(path);

        first.GetProperty("imported").GetInt64().Should().Be(1);
        (second.GetProperty("alreadyThere").GetInt64(), second.GetProperty("written").GetInt64()).Should().Be((1, 0));
        (await _files.SessionAsync()).Should().BeEquivalentTo(before, options => options.Excluding(session => session.Metadata));
    }

    [Fact]
    public async Task Import_OfTheSameConversationTwiceInAFile_IsTwoSessionsHoweverOften()
    {
        var path = _files.Write("twice.jsonl", $"{Twice}\n\n{Twice}\n");

        await _files.ImportAsync(path);
        await _files.ImportAsync(path);

        (await _files.SessionsAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Import_OfFilesThatNumberTheirConversations_DoesNotTakeOneForTheOther()
    {
        await _files.ImportAsync(_files.Write("a.jsonl", """{"id":0,"messages":[{"role":"user","content":"a"}]}"""));
        await _files.ImportAsync(_files.Write("b.jsonl", """{"id":0,"messages":[{"role":"user","content":"b"}]}"""));

        (await _files.SessionsAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Import_IntoAnotherWorkspaceOrForAnotherUser_IsAnotherSession()
    {
        var path = _files.Write("chat.jsonl", Twice);
        using var there = new FormatFiles(fixture);

        await _files.ImportAsync(path);
        await _files.ImportAsync(path, "-u", "ana");
        await there.ImportAsync(path);

        (await _files.SessionsAsync()).Concat(await there.SessionsAsync()).Select(session => session.Id).Should().HaveCount(3).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Import_OfAFileThatHasGrown_ContinuesTheSession()
    {
        var lines = ChatSamples.ClaudeCode.Split('\n');
        await _files.ImportAsync(_files.Write("session.jsonl", string.Join('\n', lines[..6])));

        var report = await _files.ImportAsync(_files.Write("session.jsonl", ChatSamples.ClaudeCode));

        (report.GetProperty("continued").GetInt64(), report.GetProperty("written").GetInt64()).Should().Be((1, 5));
        (await _files.TurnsAsync()).Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, 11).Select(number => (long)number));
        (await _files.SessionAsync()).OutputTokens.Should().Be(33);
    }

    [Fact]
    public async Task Import_OfAShorterFile_LeavesWhatIsThere()
    {
        var lines = ChatSamples.ClaudeCode.Split('\n');
        await _files.ImportAsync(_files.Write("session.jsonl", ChatSamples.ClaudeCode));

        var report = await _files.ImportAsync(_files.Write("session.jsonl", string.Join('\n', lines[..6])));

        report.GetProperty("alreadyThere").GetInt64().Should().Be(1);
        (await _files.SessionAsync()).TurnCount.Should().Be(11);
    }

    [Fact]
    public async Task Import_OfAConversationThatWasEdited_IsRefused()
    {
        await _files.ImportAsync(_files.Write("session.jsonl", ChatSamples.ClaudeCode));

        var outcome = await _files.RunAsync("import", _files.Write("session.jsonl", ChatSamples.ClaudeCode.Replace("Found.", "Lost.")));

        outcome.ExitCode.Should().Be(ExitCode.Failed);
        outcome.Errors.Should().Contain("session.jsonl(1): line 1 begins a conversation that is not as it was");
        (await _files.TurnsAsync())[^1].Text.Should().Be("Found.");
    }

    [Fact]
    public async Task Import_OfAConversationThatBothHaveContinued_IsRefused()
    {
        var lines = ChatSamples.ClaudeCode.Split('\n');
        await _files.ImportAsync(_files.Write("session.jsonl", string.Join('\n', lines[..6])));
        var session = await _files.SessionAsync();
        await fixture.Sessions.AppendAsync(_files.Scope, session.Id, new SessionCommit { Turns = [Turn.User("Here I go on.")] });

        var same = await _files.ImportAsync(_files.Write("session.jsonl", string.Join('\n', lines[..6])));
        var outcome = await _files.RunAsync("import", _files.Write("session.jsonl", ChatSamples.ClaudeCode));

        same.GetProperty("alreadyThere").GetInt64().Should().Be(1);
        outcome.ExitCode.Should().Be(ExitCode.Failed);
        (await _files.SessionAsync()).TurnCount.Should().Be(7);
    }

    [Fact]
    public async Task Import_OfALongConversation_IsCommittedInBatchesAndGoesOnWhereItEnded()
    {
        var messages = Enumerable.Range(0, 1_201).Select(i => $$"""{"role":"user","content":"{{i}}"}""").ToList();
        var path = _files.Write("long.json", $"[{string.Join(",\n", messages)}]");
        var file = new SourceFile(path);
        var plan = await new ImportPlanner(file, ConversationFormat.OpenAI, progress: null).ReadAsync(name: null, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var importer = new ConversationImporter(fixture.Sessions, _files.Scope, AgentKitFixture.Agent);
        var interrupted = () => importer.ImportAsync(file, plan, goesOn: false, new Interruption(plan, stop), stop.Token);
        await interrupted.Should().ThrowAsync<OperationCanceledException>();
        var written = (await _files.SessionAsync()).TurnCount;

        var outcome = await importer.ImportAsync(file, plan, goesOn: false, progress: null, CancellationToken.None);

        written.Should().BeInRange(500, 1_000);
        (outcome.Continued, outcome.Turns).Should().Be((1, 1_201 - written));
        var session = await _files.SessionAsync();
        (session.TurnCount, session.Version).Should().Be((1_201, 4));
        (await fixture.Sessions.GetTurnsAsync(_files.Scope, session.Id, afterNumber: 1_200)).Single().Text.Should().Be("1200");
    }

    /// <summary>Ends an import when it is through two thirds of the file.</summary>
    private sealed class Interruption(ImportPlan plan, CancellationTokenSource stop) : IProgress<long>
    {
        private int _reports;

        public void Report(long value)
        {
            if (++_reports > plan.Conversations[0].Turns * 2 / 3)
            {
                stop.Cancel();
            }
        }
    }
}
