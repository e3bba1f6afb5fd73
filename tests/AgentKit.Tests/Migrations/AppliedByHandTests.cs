using System.Text.RegularExpressions;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Migrations;

/// <summary>The script of sql/README.md for administrators who do not let an application change schemas.</summary>
public partial class AppliedByHandTests
{
    [Fact]
    public async Task Readme_ScriptForAdministrators_LeavesWhatTheLibraryWouldHave()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var script = Script().Match(await Repository.ReadAsync("sql/README.md")).Groups["script"].Value;
        var login = TestPostgres.NewRoleName();
        await Sql.ExecuteAsync(database.AdminConnectionString, $"CREATE ROLE {login} LOGIN PASSWORD 'secret'");

        await Shell.RunAsync(script.Replace("login=myapp", $"login={login}"), database.AdminConnectionString);

        var application = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = login, Password = "secret" };
        await using var migrator = TestMigrator.For(application.ConnectionString);
        await migrator.ValidateAsync();
        (await migrator.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Applied);
        (await migrator.UpAsync()).Should().BeEmpty();
        (await SchemaDump.OfAsync(database.AdminConnectionString, "agentkit"))
            .Should().Be((await Repository.ReadAsync("sql/schema.sql")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Readme_ScriptForAdministrators_RefusesToApplyAMigrationTwice()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        var script = Script().Match(await Repository.ReadAsync("sql/README.md")).Groups["script"].Value;
        var login = new NpgsqlConnectionStringBuilder(database.ConnectionString).Username;

        var again = () => Shell.RunAsync(script.Replace("login=myapp", $"login={login}"), database.AdminConnectionString);

        (await again.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*schema_migrations_pkey*");
    }

    [GeneratedRegex("```sh\n(?<script>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();
}
