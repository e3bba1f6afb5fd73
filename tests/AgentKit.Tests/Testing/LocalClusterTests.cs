using AgentKit.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Testing;

public sealed class LocalClusterTests
{
    private static readonly ThrowawayPostgresOptions Local = new() { Source = PostgresSource.LocalBinaries };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StopServerAsync_ThenStart_KeepsWhatWasCommitted(bool immediate)
    {
        await using var postgres = await ThrowawayPostgres.StartAsync(Local with { Durable = true });
        await Sql.ExecuteAsync(postgres.ConnectionString, "CREATE TABLE t (id int); INSERT INTO t VALUES (7)");
        var port = postgres.Port;

        await postgres.StopServerAsync(immediate);
        await postgres.StopServerAsync(immediate);
        var knock = () => Sql.ExecuteAsync(postgres.ConnectionString, "SELECT 1");
        await knock.Should().ThrowAsync<NpgsqlException>();
        await postgres.StartServerAsync();
        await postgres.StartServerAsync();

        postgres.Port.Should().Be(port);
        (await Sql.ScalarAsync<int>(postgres.ConnectionString, "SELECT id FROM t")).Should().Be(7);
    }

    [Fact]
    public async Task DisposeAsync_WithAStoppedServer_RemovesTheFolder()
    {
        using var parent = new TemporaryFolder().OpenToEverybody();
        var postgres = await ThrowawayPostgres.StartAsync(Local with { ParentDirectory = parent.FullName });
        var database = await postgres.CreateDatabaseAsync();
        await postgres.StopServerAsync(immediate: true);

        await database.DisposeAsync();
        await postgres.DisposeAsync();

        Directory.EnumerateFileSystemEntries(parent.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task DisposeAsync_WithoutItsWatchdog_RemovesServerAndFolderAllTheSame()
    {
        var postgres = await ThrowawayPostgres.StartAsync(Local);
        var folder = ((LocalCluster)postgres.Server).Folder;
        var server = Processes.OfServerIn(postgres.DataDirectory!);
        if (folder.WatchdogProcessId is { } watchdog)
        {
            using var process = System.Diagnostics.Process.GetProcessById(watchdog);
            process.Kill();
            await process.WaitForExitAsync();
        }

        await postgres.DisposeAsync();

        Directory.Exists(folder.Path).Should().BeFalse();
        await Processes.UntilAsync(() => !Processes.Exists(server), "the server, whose shutdown is complete, to be gone");
    }

    [Fact]
    public async Task StartAsync_WithASettingThatDoesNotExist_NamesItAndLeavesNothing()
    {
        using var parent = new TemporaryFolder().OpenToEverybody();
        var options = Local with
        {
            ParentDirectory = parent.FullName,
            Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" },
        };

        var start = () => ThrowawayPostgres.StartAsync(options);

        var thrown = await start.Should().ThrowAsync<PostgresStartException>();
        thrown.WithMessage("*pg_ctl*no_such_setting*");
        thrown.Which.Command.Should().Contain("pg_ctl");
        thrown.Which.Log.Should().Contain("no_such_setting");
        Directory.EnumerateFileSystemEntries(parent.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task StartAsync_WithASettingThatFailsAtTheFirstDatabase_LeavesNothing()
    {
        using var parent = new TemporaryFolder().OpenToEverybody();
        var options = Local with
        {
            ParentDirectory = parent.FullName,
            Settings = new Dictionary<string, string> { ["default_transaction_read_only"] = "on" },
        };

        var start = () => ThrowawayPostgres.StartAsync(options);

        (await start.Should().ThrowAsync<PostgresStartException>()).WithInnerException<PostgresException>();
        Directory.EnumerateFileSystemEntries(parent.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task StartAsync_WithProgramsThatFail_ShowsTheCommandAndLeavesNothing()
    {
        using var parent = new TemporaryFolder().OpenToEverybody();
        using var binaries = new TemporaryFolder();
        TestHost.MakeBinaries(binaries.FullName);

        var start = () => ThrowawayPostgres.StartAsync(
            Local with { ParentDirectory = parent.FullName, BinDirectory = binaries.FullName });

        (await start.Should().ThrowAsync<PostgresStartException>()).WithMessage($"*{Path.Combine(binaries.FullName, "initdb")}*");
        Directory.EnumerateFileSystemEntries(parent.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task StartAsync_WithTooLittleTime_SaysSoAndLeavesNothing()
    {
        using var parent = new TemporaryFolder().OpenToEverybody();

        var start = () => ThrowawayPostgres.StartAsync(
            Local with { ParentDirectory = parent.FullName, StartTimeout = TimeSpan.FromMilliseconds(200) });

        (await start.Should().ThrowAsync<PostgresStartException>()).WithMessage("*within 00:00:00.2*");
        Directory.EnumerateFileSystemEntries(parent.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task StartAsync_CanceledHalfWay_SaysSoAndLeavesNothing()
    {
        using var parent = new TemporaryFolder().OpenToEverybody();
        using var cancellation = new CancellationTokenSource();
        var starting = ThrowawayPostgres.StartAsync(Local with { ParentDirectory = parent.FullName }, cancellation.Token);
        await Processes.UntilAsync(
            () => starting.IsCompleted || Directory.EnumerateFiles(parent.FullName, "PG_VERSION", SearchOption.AllDirectories).Any(),
            "initdb to have begun");

        await cancellation.CancelAsync();

        await starting.Invoking(s => s).Should().ThrowAsync<OperationCanceledException>();
        Directory.EnumerateFileSystemEntries(parent.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task StartAsync_WithAMissingParentDirectory_NamesTheFolder()
    {
        var missing = Path.Combine("/dev/null", "missing");

        var start = () => ThrowawayPostgres.StartAsync(Local with { ParentDirectory = missing });

        (await start.Should().ThrowAsync<PostgresStartException>()).WithMessage($"*{missing}*");
    }
}
