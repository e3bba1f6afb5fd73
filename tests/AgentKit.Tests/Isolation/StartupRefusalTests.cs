using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>Every way in which isolation could be undone is seen at the start, and refused with what to run.</summary>
public sealed class StartupRefusalTests
{
    [Theory]
    [InlineData("CREATE POLICY extra ON agentkit.turns USING (true)", "policy extra on turns is not one of AgentKit's: DROP POLICY extra ON agentkit.turns")]
    [InlineData("CREATE POLICY extra ON agentkit.turns FOR SELECT TO {role} USING (true)", "policy extra on turns")]
    [InlineData("CREATE POLICY extra ON agentkit.turns AS RESTRICTIVE USING (true)", "policy extra on turns")]
    [InlineData("ALTER POLICY agentkit_select ON agentkit.sessions USING (true)", "policy agentkit_select on sessions")]
    [InlineData("ALTER POLICY agentkit_insert ON agentkit.sessions WITH CHECK (true)", "policy agentkit_insert on sessions")]
    [InlineData("ALTER POLICY agentkit_select ON agentkit.sessions TO public", "policy agentkit_select on sessions")]
    [InlineData("ALTER POLICY agentkit_update ON agentkit.access_log USING (true) WITH CHECK (true)", "policy agentkit_update on access_log")]
    [InlineData("ALTER POLICY agentkit_delete ON agentkit.access_log USING (true)", "policy agentkit_delete on access_log")]
    [InlineData("DROP POLICY agentkit_delete ON agentkit.events", "events has 3 of the 4 policies")]
    [InlineData("ALTER TABLE agentkit.tool_runs DISABLE ROW LEVEL SECURITY", "ALTER TABLE agentkit.tool_runs ENABLE ROW LEVEL SECURITY")]
    [InlineData("ALTER TABLE agentkit.tool_runs NO FORCE ROW LEVEL SECURITY", "ALTER TABLE agentkit.tool_runs FORCE ROW LEVEL SECURITY")]
    [InlineData("ALTER ROLE {role} SUPERUSER", "ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS")]
    [InlineData("ALTER ROLE {role} BYPASSRLS", "ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS")]
    [InlineData("ALTER TABLE agentkit.agents OWNER TO {role}", "owns table agents")]
    [InlineData("GRANT TRUNCATE ON agentkit.turns TO {role}", "REVOKE TRUNCATE ON agentkit.turns FROM {role}, PUBLIC")]
    [InlineData("GRANT pg_read_all_data TO {role}", "REVOKE pg_read_all_data FROM {role}")]
    [InlineData("CREATE ROLE {other}; ALTER TABLE agentkit.turns OWNER TO {other}; GRANT {other} TO {role}", "REVOKE {other} FROM {role}")]
    [InlineData("ALTER TABLE agentkit.turns NO FORCE ROW LEVEL SECURITY; ALTER TABLE agentkit.turns OWNER TO {role}", "ALTER TABLE agentkit.turns FORCE ROW LEVEL SECURITY")]
    [InlineData("GRANT TRUNCATE ON agentkit.events TO PUBLIC", "REVOKE TRUNCATE ON agentkit.events FROM {role}, PUBLIC")]
    [InlineData("CREATE VIEW agentkit.all_turns AS SELECT * FROM agentkit.turns; GRANT SELECT ON agentkit.all_turns TO {role}", "DROP VIEW agentkit.all_turns")]
    [InlineData("CREATE VIEW agentkit.part AS SELECT * FROM agentkit.turns; GRANT SELECT (content) ON agentkit.part TO PUBLIC", "DROP VIEW agentkit.part")]
    [InlineData(
        "CREATE MATERIALIZED VIEW agentkit.kept AS SELECT * FROM agentkit.turns; GRANT SELECT ON agentkit.kept TO {role}",
        "DROP MATERIALIZED VIEW agentkit.kept")]
    [InlineData(
        "CREATE FUNCTION agentkit.peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM agentkit.turns'",
        "ALTER FUNCTION agentkit.peek() SECURITY INVOKER")]
    [InlineData("ALTER FUNCTION agentkit.feed_position(xid8) SECURITY DEFINER", "ALTER FUNCTION agentkit.feed_position(transaction_id xid8) SECURITY INVOKER")]
    public async Task Start_IsolationUndone_IsRefusedWithTheRemedy(string sabotage, string remedy)
    {
        var (role, other) = (TestPostgres.NewRoleName(), TestPostgres.NewRoleName());
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await StartAsync(database.ConnectionString, role, migrate: true);
        await Sql.ExecuteAsync(database.AdminConnectionString, sabotage.Replace("{role}", role).Replace("{other}", other));

        var start = () => StartAsync(database.ConnectionString, role);

        var error = (await start.Should().ThrowAsync<IsolationException>()).Which;
        error.Problems.Should().Contain(problem => problem.Contains(remedy.Replace("{role}", role).Replace("{other}", other)));
    }

    [Theory]
    [InlineData("GRANT SELECT ON agentkit.turns TO PUBLIC")]
    [InlineData("GRANT SELECT (content), UPDATE (content) ON agentkit.turns TO {other}")]
    public async Task Start_RightsOfOtherRoles_ShowThemNothing(string grant)
    {
        // No policy is theirs, and without one, nothing is seen or written: a grant alone undoes nothing.
        var (role, other) = (TestPostgres.NewRoleName(), TestPostgres.NewRoleName());
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await StartAsync(database.ConnectionString, role, migrate: true);
        await Sql.ExecuteAsync(
            database.AdminConnectionString, $"CREATE ROLE {other}; GRANT USAGE ON SCHEMA agentkit TO {other}; {grant.Replace("{other}", other)}");
        await using (var provider = Provider(database.ConnectionString, role))
        {
            await provider.GetRequiredService<IAgentRegistry>().RegisterAsync(AgentScope.Shared, new AgentDefinition("a", "A"));
            var sessions = provider.GetRequiredService<ISessionStore>();
            var session = await sessions.CreateAsync(AgentScope.ForUser("w", "u"), new NewSession("a"));
            await sessions.AppendAsync(AgentScope.ForUser("w", "u"), session.Id, new SessionCommit { Turns = [Turn.User("secret")] });
        }

        var seen = await Sql.ScalarAsync<long>(
            database.AdminConnectionString,
            $"SET ROLE {other}; SET agentkit.workspace_id = 'w'; SET agentkit.access = 'service'; SELECT count(content) FROM agentkit.turns");

        seen.Should().Be(0);
    }

    [Fact]
    public async Task Start_RowsThatAnybodySees_IsRefusedByTheCanary()
    {
        // A view of the rules that the catalogue does not show: the table is replaced by one that looks the same and leaks through a rule.
        var role = TestPostgres.NewRoleName();
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await StartAsync(database.ConnectionString, role, migrate: true);
        await Sql.ExecuteAsync(database.AdminConnectionString, $"""
            ALTER TABLE agentkit.events RENAME TO hidden_events;
            CREATE VIEW agentkit.events AS SELECT 1 AS leaked;
            GRANT SELECT ON agentkit.events TO {role};
            """);

        var start = () => StartAsync(database.ConnectionString, role);

        (await start.Should().ThrowAsync<IsolationException>()).WithMessage("*table events shows rows to a call without a scope*");
    }

    [Fact]
    public async Task Start_RoleMissing_SaysHowToMakeIt()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();

        var start = () => StartAsync(database.ConnectionString, "no_such_role");

        (await start.Should().ThrowAsync<IsolationException>()).WithMessage("*role no_such_role does not exist*app_role=no_such_role*roles.sql*");
    }

    [Fact]
    public async Task Start_NeitherRoleNorSchema_AsksToMigrate()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();

        var start = () => StartAsync(database.ConnectionString, "no_such_role");

        (await start.Should().ThrowAsync<SchemaVersionException>()).WithMessage("*at schema version 0*MigrateAtStart = true*");
    }

    [Fact]
    public async Task Start_SuperuserLoginWithoutTheRole_IsRefused()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();

        var start = () => StartAsync(database.AdminConnectionString, "no_such_role");

        (await start.Should().ThrowAsync<IsolationException>()).WithMessage("*role no_such_role does not exist*");
    }

    [Fact]
    public async Task Start_SuperuserLoginWithTheRole_WorksIsolatedUnderTheRole()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = Provider(database.AdminConnectionString, "agentkit_app");
        var sessions = provider.GetRequiredService<ISessionStore>();
        var agents = provider.GetRequiredService<IAgentRegistry>();
        await agents.RegisterAsync(AgentScope.Shared, new AgentDefinition("a", "A"));

        var mine = await sessions.CreateAsync(AgentScope.ForUser("w", "u-1"), new NewSession("a"));

        (await sessions.FindAsync(AgentScope.ForUser("w", "u-2"), mine.Id)).Should().BeNull();
        (await sessions.FindAsync(AgentScope.ForService("v"), mine.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Start_LoginMayNotBecomeTheRole_SaysWhatToGrant()
    {
        var role = TestPostgres.NewRoleName();
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database.AdminConnectionString, $"CREATE ROLE {role}");

        var start = () => StartAsync(database.ConnectionString, role);

        (await start.Should().ThrowAsync<IsolationException>()).WithMessage($"*may not become {role}*roles.sql*");
    }

    private static async Task StartAsync(string connectionString, string role, bool migrate = false)
    {
        await using var provider = Provider(connectionString, role, migrate);
        await provider.GetRequiredService<IAgentRegistry>().ListAsync(AgentScope.ForService("w"));
    }

    private static ServiceProvider Provider(string connectionString, string role, bool migrate = false)
    {
        var services = new ServiceCollection();
        services.AddAgentKit(options =>
        {
            options.ConnectionString = connectionString;
            options.ApplicationRole = role;
            options.MigrateAtStart = migrate;
        });
        return services.BuildServiceProvider();
    }
}
