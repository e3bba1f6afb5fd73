using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigratorNamesTests
{
    [Theory]
    [InlineData("tenant_memory", "memory_app_")]
    [InlineData("Agent Kit", "Agent App ")]
    [InlineData("it's \"quoted\"", "o'neill\"s ")]
    [InlineData("at@Version", "role@Name:'schema'")]
    [InlineData(":\"app_role\"", "100%I $1 -- ")]
    [InlineData("ñandú", "日本")]
    public async Task Methods_WithCustomNames_Work(string schema, string rolePrefix)
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var options = new AgentKitOptions { Schema = schema, ApplicationRole = TestPostgres.NewRoleName(rolePrefix), AllowReset = true };
        await using var migrator = TestMigrator.For(database, options);

        (await migrator.UpAsync()).Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
        await migrator.ValidateAsync();
        (await migrator.DownAsync(0)).Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
        (await migrator.ResetAsync()).Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
    }

    [Fact]
    public async Task UpAsync_TwoSchemasOfOneDatabase_AreIndependent()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var one = TestMigrator.For(database, new() { Schema = "one" });
        await using var two = TestMigrator.For(database, new() { Schema = "two" });

        await Task.WhenAll(one.UpAsync(), two.UpAsync());
        await one.DownAsync(0);

        (await two.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Applied);
    }
}
