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
        using var log = new CapturedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        await using var migrator = TestMigrator.For(
            database, new() { ApplicationRole = role, AllowReset = true }, logger: loggers.CreateLogger<Migrator>());

        await migrator.UpAsync(2);
        await migrator.DownAsync(1);
        await migrator.ResetAsync();

        log.Entries.Take(4).Select(entry => entry.Id.Id).Should().Equal(102, 100, 100, 101);
        log.Entries[0].Message.Should().Contain(role);
        log.Entries[1].Message.Should().Be("Applied migration 1 (isolation) to the schema agentkit");
        log.Entries[4].Id.Id.Should().Be(103);
        log.Entries.Skip(5).Should().OnlyContain(entry => entry.Id.Id == 100).And.HaveCount(MigrationCatalog.Shipped.LatestVersion);
    }
}
