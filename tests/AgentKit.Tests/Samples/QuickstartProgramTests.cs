using System.Diagnostics;
using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

public sealed class QuickstartProgramTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new TemporaryFolder().OpenToEverybody();
    private readonly TemporaryFolder _input = new();

    [Fact]
    public async Task Run_OnTheShippedConversations_ReadsAllBackEqualAndLeavesNothing()
    {
        var outcome = await QuickstartProgram.RunAsync(_temporary.FullName, onLine: null);

        outcome.Errors.Should().BeEmpty();
        outcome.ExitCode.Should().Be(0);
        outcome.Lines[^1].Should().Be("✓ 76 messages and 20 tool calls read back equal");
        outcome.Lines.Should().Contain("  Tool calls            20");
        outcome.Lines.Should().OnlyContain(line => line.Length <= 100 && !line.Any(char.IsControl), "a pipe gets plain text");
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task Run_WithAMalformedLine_NamesItAndStoresTheRest()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_input.FullName, "mine.jsonl"),
            """
            [{"role":"user","content":"[bold]not markup[/] :smile: \u001b[31mnot red"}]
            {"messages": [
            {"messages": [{"role":"assistant","content":"last words"}]}
            """);

        var outcome = await QuickstartProgram.RunAsync(_temporary.FullName, onLine: null, _input.FullName, "--workers", "2");

        outcome.ExitCode.Should().Be(0, outcome.Errors);
        outcome.Lines.Should().ContainMatch("mine.jsonl:2 is not valid JSON*");
        outcome.Lines.Should().Contain("1 user [bold]not markup[/] :smile: [31mnot red");
        outcome.Lines[^1].Should().Be("✓ 2 messages and 0 tool calls read back equal; 1 skipped, see above");
    }

    [Fact]
    public async Task Run_WithNothingToStore_SaysWhyAndFails()
    {
        await File.WriteAllTextAsync(Path.Combine(_input.FullName, "bad.json"), "{");

        var outcome = await QuickstartProgram.RunAsync(_temporary.FullName, onLine: null, _input.FullName);

        outcome.ExitCode.Should().Be(1);
        outcome.Lines.Should().ContainMatch("bad.json:1 is not valid JSON*");
        outcome.Errors.Trim().Should().Be("There is no conversation to store.");
    }

    [Fact]
    public async Task Run_InADatabaseThatWasGiven_WorksInASchemaOfItsOwnAndDropsIt()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();

        var outcome = await QuickstartProgram.RunAsync(_temporary.FullName, onLine: null, "--connection", database.ConnectionString);

        outcome.ExitCode.Should().Be(0, outcome.Errors);
        var password = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString).Password!;
        outcome.Lines.Should().NotContain(line => line.Contains(password));
        (await Sql.ScalarAsync<long>(database.AdminConnectionString, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'agentkit%'"))
            .Should().Be(0);
    }

    [Fact]
    public async Task Run_WithAConnectionThatCannotBeRead_NeverRepeatsIt()
    {
        var outcome = await QuickstartProgram.RunAsync(_temporary.FullName, onLine: null, "--connection", "Host=db;hunter2");

        outcome.ExitCode.Should().Be(1);
        outcome.Errors.Should().Contain("--connection").And.NotContain("hunter2");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Run_ThatIsStopped_RemovesEverything(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no signal to send.
        }

        var messages = Enumerable.Range(0, 20_000).Select(_ => new JsonObject { ["role"] = "user", ["content"] = "again" });
        await File.WriteAllTextAsync(Path.Combine(_input.FullName, "long.json"), new JsonArray([.. messages]).ToJsonString());

        var outcome = await QuickstartProgram.RunAsync(
            _temporary.FullName,
            (process, line) =>
            {
                if (line.Contains("workers on 2 hosts", StringComparison.Ordinal))
                {
                    Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
                }
            },
            _input.FullName);

        outcome.ExitCode.Should().Be(130);
        outcome.Errors.Trim().Should().Be("Stopped. Everything that was started has been removed.");
        ShouldHaveLeftNothing();
    }

    public void Dispose()
    {
        _temporary.Dispose();
        _input.Dispose();
    }

    private void ShouldHaveLeftNothing()
    {
        Directory.EnumerateFileSystemEntries(_temporary.FullName, "agentkit*").Should().BeEmpty();
        if (!Directory.Exists("/proc/self"))
        {
            return;
        }

        Directory.EnumerateDirectories("/proc").Select(CommandLineOf)
            .Should().NotContain(command => command.Contains(_temporary.FullName), "no server may be left");
    }

    private static string CommandLineOf(string process)
    {
        try
        {
            var file = Path.Combine(process, "cmdline");
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
