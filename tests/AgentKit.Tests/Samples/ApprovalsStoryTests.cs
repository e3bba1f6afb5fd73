using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The whole story as one program, which starts and kills the others.</summary>
public sealed class ApprovalsStoryTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new TemporaryFolder().OpenToEverybody();

    [Fact]
    public async Task Run_WithoutArguments_TellsTheStoryAndLeavesNothing()
    {
        await using var story = ApprovalsProcess.Start(_temporary.FullName, connectionString: null);

        var outcome = await story.EndAsync();

        outcome.Errors.Should().BeEmpty();
        outcome.ExitCode.Should().Be(0, string.Join('\n', outcome.Lines));
        outcome.Lines.Should().OnlyContain(line => !line.Any(char.IsControl), "a pipe gets plain text");
        var told = outcome.Lines.Select(line => line.Trim()).ToList();
        told.Should().ContainInOrder(
            told.First(line => line.EndsWith("step 2 refund: waits for a person; nobody holds the task meanwhile")),
            told.First(line => line.Contains("approved by ana at")),
            told.First(line => line.Contains("(SIGKILL): exit code")),
            told.First(line => line.Contains("was approved by 'ana' at")),
            told.First(line => line.Contains("step 2 refund: was begun under lease 2 and never finished")),
            told.First(line => line.EndsWith("worker-2  the task is completed")));
        told.Where(line => line.StartsWith("──")).Should().HaveCount(8)
            .And.OnlyContain(line => line.TrimEnd('─').Length < 60, "titles fit on a line of a narrow terminal");
        told.TakeLast(5).Should().OnlyContain(line => line.StartsWith('✓'));
        if (!OperatingSystem.IsWindows())
        {
            told.Should().ContainMatch("*(SIGKILL): exit code 137");
        }

        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task Run_InPlace_LeavesInTheDatabaseWhatItTold()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var story = ApprovalsProcess.Start(_temporary.FullName, database.ConnectionString, "--in-place");

        var outcome = await story.EndAsync();

        outcome.ExitCode.Should().Be(0, outcome.Errors);
        var password = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString).Password!;
        outcome.Lines.Should().NotContain(line => line.Contains(password));
        const string Claims = "status || ' ' || fencing_token || ' ' || coalesce(lease_owner, 'nobody')";
        (await ReadAsync(database.AdminConnectionString, Claims, "agentkit.tasks"))
            .Should().Be("completed 3 nobody", "of three claims the second died");
        (await ReadAsync(database.AdminConnectionString, "step_number || ' ' || status || ' ' || attempt", "agentkit.task_steps"))
            .Should().Be("1 completed 1, 2 completed 2, 3 completed 1");
        (await ReadAsync(database.AdminConnectionString, "right(idempotency_key, 2) || ' ' || times_asked", "outside_world.requests"))
            .Should().Be("/1 1, /2 2, /3 1");
        (await Sql.ScalarAsync<bool>(
            database.AdminConnectionString,
            "SELECT r.answer = s.output::text FROM outside_world.requests AS r JOIN agentkit.task_steps AS s "
            + "ON r.idempotency_key = s.task_id || '/2' AND s.step_number = 2"))
            .Should().BeTrue("what worker-1 was answered is what worker-2 noted");
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

        await using var story = ApprovalsProcess.Start(_temporary.FullName, connectionString: null);
        await story.HearAsync("step 2 refund: waits for a person");

        story.Signal(signal);
        var outcome = await story.EndAsync();

        outcome.Errors.Should().Be("Stopped.");
        outcome.ExitCode.Should().Be(130);
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task Run_ThatIsKilled_TakesItsWorkersAndItsServerWithIt()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("AGENTKIT_TEST_CONNECTION_STRING") is { Length: > 0 })
        {
            return; // Only Linux shows whose processes are left; and nobody is left to remove a database from a server that is not the story's.
        }

        await using var story = ApprovalsProcess.Start(_temporary.FullName, connectionString: null);
        await story.HearAsync("step 2 refund: waits for a person");
        ApprovalsLeftovers.ProcessesOf(_temporary.FullName).Should().Contain(process => process.Contains("worker-1"));

        // Not EndAsync: a worker that stayed would keep the pipe open.
        story.Process.Kill();

        await Processes.UntilAsync(
            () => !OperatingSystem.IsLinux() || ApprovalsLeftovers.ProcessesOf(_temporary.FullName).Count == 0,
            "the worker and the server are gone");
        ApprovalsLeftovers.FilesIn(_temporary.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task Server_UntilItIsStopped_IsThereForTheLineThatItPrints()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no signal to send.
        }

        await using var server = ApprovalsProcess.Start(_temporary.FullName, connectionString: null, "server");
        await server.HearAsync("Ctrl+C removes it");
        var connectionString = server.Heard.Single(line => line.StartsWith("export AGENTKIT_CONNECTION_STRING='")).Split('\'')[1];
        await using (var inbox = ApprovalsProcess.Start(_temporary.FullName, connectionString, "inbox"))
        {
            (await inbox.EndAsync()).Lines.Should().Equal("nothing waits for a person");
        }

        server.Signal("TERM");

        (await server.EndAsync()).ExitCode.Should().Be(0);
        ShouldHaveLeftNothing();
    }

    public void Dispose() => _temporary.Dispose();

    private void ShouldHaveLeftNothing()
    {
        ApprovalsLeftovers.FilesIn(_temporary.FullName).Should().BeEmpty();
        if (OperatingSystem.IsLinux())
        {
            ApprovalsLeftovers.ProcessesOf(_temporary.FullName).Should().BeEmpty();
        }
    }

    /// <summary>One text for each row, in order. The superuser sees the rows of all workspaces.</summary>
    private static Task<string> ReadAsync(string connectionString, string text, string table) =>
        Sql.ScalarAsync<string>(connectionString, $"SELECT string_agg({text}, ', ' ORDER BY {text}) FROM {table}");
}
