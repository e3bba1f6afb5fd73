using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli.Formats;

/// <summary><c>agentkit export</c>: where it goes, and what is left when it fails.</summary>
public sealed class ExportCommandTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly FormatFiles _files = new(fixture);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Export_ToAFileThatIsThere_IsRefusedUnlessToldOtherwise()
    {
        var id = await SessionAsync();
        var path = _files.Write("kept.json", "mine");

        var refused = await _files.RunAsync("export", "session", id, "-o", path);
        var kept = await File.ReadAllTextAsync(path);
        var replaced = await _files.RunAsync("export", "session", id, "-o", path, "--overwrite");

        (refused.ExitCode, kept, replaced.ExitCode).Should().Be((ExitCode.Refused, "mine", ExitCode.Done));
        (await File.ReadAllTextAsync(path)).Should().StartWith("{\"header\"");
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("agentkit")]
    public async Task Export_OfASessionThatIsNotThere_LeavesNoFile(string format)
    {
        var path = _files.PathOf("none.json");

        var outcome = await _files.RunAsync("export", "session", Guid.CreateVersion7().ToString(), "--format", format, "-o", path);

        outcome.ExitCode.Should().Be(ExitCode.NotFound);
        Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).Should().BeEmpty();
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("claude-code")]
    [InlineData("agentkit")]
    public async Task Export_ToAFile_IsWhatTheOutputWouldBe(string format)
    {
        var id = await SessionAsync();
        var path = _files.PathOf("whole.json");

        (await _files.RunAsync("export", "session", id, "--format", format, "-o", path)).ExitCode.Should().Be(ExitCode.Done);

        // Only the first line of AgentKit's own says when it was written.
        (await File.ReadAllLinesAsync(path)).Skip(format == "agentkit" ? 1 : 0)
            .Should().Equal((await _files.ExportAsync(Guid.Parse(id), format)).TrimEnd('\n').Split('\n').Skip(format == "agentkit" ? 1 : 0));
    }

    [Fact]
    public async Task Progress_BeforeATerminal_IsABarThatLeavesNothing()
    {
        var errors = new StringWriter();
        var surroundings = new Surroundings
        {
            Output = new StringWriter(),
            Error = errors,
            Input = () => TextReader.Null,
            ShowsProgress = true,
            Width = 80,
        };

        var result = await ProgressBar.RunAsync(surroundings, "Importing [a].jsonl", 100, async progress =>
        {
            progress.Report(50);
            await Eventually.HoldsAsync(() => errors.ToString().Contains("50%"));
            return 7;
        });

        result.Should().Be(7);
        errors.ToString().Should().Contain("Importing [a].jsonl").And.Contain("50%");
    }

    [Fact]
    public async Task Progress_WithoutATerminal_WritesNothing()
    {
        var errors = new StringWriter();
        var surroundings = new Surroundings { Output = new StringWriter(), Error = errors, Input = () => TextReader.Null };

        (await ProgressBar.RunAsync(surroundings, "Importing", 100, _ => Task.FromResult(7))).Should().Be(7);

        errors.ToString().Should().BeEmpty();
    }

    private async Task<string> SessionAsync()
    {
        await _files.ImportAsync(_files.Write("chat.json", ChatSamples.OpenAI));
        return (await _files.SessionAsync()).Id.ToString();
    }
}
