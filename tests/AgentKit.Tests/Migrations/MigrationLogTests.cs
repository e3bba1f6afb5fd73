using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigrationLogTests
{
    [Fact]
    public async Task Methods_ThatChangeTheSchema_SayWhatTheyDid()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var role = TestPostgres.NewRoleName();
        var log = new RecordingLogger();
        await using var migrator = TestMigrator.For(database, new() { ApplicationRole = role, AllowReset = true }, logger: log);

        await migrator.UpAsync(2);
        await migrator.DownAsync(1);
        await migrator.ResetAsync();

        log.Entries.Take(4).Select(entry => entry.Id).Should().Equal(102, 100, 100, 101);
        log.Entries[0].Message.Should().Contain(role);
        log.Entries[1].Message.Should().Be("Applied migration 1 (isolation) to the schema agentkit");
        log.Entries[4].Id.Should().Be(103);
        log.Entries.Skip(5).Should().OnlyContain(entry => entry.Id == 100).And.HaveCount(MigrationCatalog.Shipped.LatestVersion);
    }

    private sealed class RecordingLogger : ILogger<Migrator>
    {
        public List<(int Id, string Message)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((eventId.Id, formatter(state, exception)));
    }
}
