using System.Text.RegularExpressions;
using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Migrations;

/// <summary>Logins that may not do everything, and what the message tells an administrator to run; it is run.</summary>
public partial class MigratorRightsTests
{
    [Theory]
    [InlineData("agentkit_test_app_", "agentkit_test_login_")]
    [InlineData("We\"ird app's $HOME ", "O'Login \"x\" ")]
    public async Task UpAsync_WithoutTheRoleAndTheRightToCreateIt_NamesTheCommandThatHelps(string rolePrefix, string loginPrefix)
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var login = await CreateLoginAsync(database, TestPostgres.NewRoleName(loginPrefix), mayCreateSchemas: true);
        var options = new AgentKitOptions { ApplicationRole = TestPostgres.NewRoleName(rolePrefix) };
        await using var migrator = TestMigrator.For(login, options);

        var error = (await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>()).Which;
        error.Message.Should().Contain("is missing");
        error.InnerException.Should().BeOfType<PostgresException>();
        (await Sql.ScalarAsync<bool>(database.ConnectionString, "SELECT to_regnamespace('agentkit') IS NULL")).Should().BeTrue();

        await Shell.RunAsync(CommandIn(error), database.AdminConnectionString);
        await Shell.RunAsync(CommandIn(error), database.AdminConnectionString);

        (await migrator.UpAsync()).Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
        await migrator.DownAsync(0);
    }

    [Fact]
    public async Task UpAsync_WhenTheRoleIsThereButNotForTheLogin_NamesTheCommandThatHelps()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        var login = await CreateLoginAsync(database, TestPostgres.NewRoleName(), mayCreateSchemas: false);
        await using var migrator = TestMigrator.For(login);

        var error = (await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>()).Which;
        error.Message.Should().Contain("may not become");
        await migrator.Invoking(it => it.GetStatusAsync()).Should().ThrowAsync<MigrationException>("the record is not for everybody");

        await Shell.RunAsync(CommandIn(error), database.AdminConnectionString);

        (await migrator.UpAsync()).Should().BeEmpty();
        (await migrator.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Applied);
    }

    [Fact]
    public async Task UpAsync_WithoutTheSchemaAndTheRightToCreateIt_NamesTheCommandThatHelps()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var login = await CreateLoginAsync(database, TestPostgres.NewRoleName(), mayCreateSchemas: false);
        var options = new AgentKitOptions { Schema = "it's \"mine\"", ApplicationRole = TestPostgres.NewRoleName() };
        await using var migrator = TestMigrator.For(login, options);
        var missingRole = (await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>()).Which;
        await Shell.RunAsync(CommandIn(missingRole), database.AdminConnectionString);

        var error = (await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>()).Which;
        error.Message.Should().Contain("the schema it's \"mine\" is missing");
        await Shell.RunAsync(CommandIn(error), database.AdminConnectionString);

        (await migrator.UpAsync()).Should().HaveCount(MigrationCatalog.Shipped.LatestVersion);
    }

    [Fact]
    public async Task UpAsync_WithTheRightToCreateRoles_CreatesOneThatCanDoNothingByItself()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var role = TestPostgres.NewRoleName();
        await using var migrator = TestMigrator.For(database, new() { ApplicationRole = role });

        await migrator.UpAsync();

        var powers = await Sql.ScalarAsync<string>(
            database.ConnectionString,
            "SELECT concat_ws(' ', rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolinherit) "
            + $"FROM pg_roles WHERE rolname = '{role}'");
        powers.Should().Be("f f f f f f f");
        var current = await Sql.ScalarAsync<string>(database.ConnectionString, $"SET ROLE \"{role}\"; SELECT current_user::text");
        current.Should().Be(role);
    }

    private static string CommandIn(MigrationException error) => Command().Match(error.Message).Value;

    private static async Task<string> CreateLoginAsync(ThrowawayDatabase database, string name, bool mayCreateSchemas)
    {
        var quoted = $"\"{name.Replace("\"", "\"\"")}\"";
        var right = mayCreateSchemas ? $"GRANT CREATE ON DATABASE \"{database.Name}\" TO {quoted}" : "";
        await Sql.ExecuteAsync(
            database.AdminConnectionString, $"CREATE ROLE {quoted} LOGIN NOSUPERUSER NOCREATEROLE PASSWORD 'secret'; {right}");
        return new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = name, Password = "secret" }.ConnectionString;
    }

    [GeneratedRegex("psql .*$", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
