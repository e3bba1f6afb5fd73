using AgentKit.Tests.Guards.Sources;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>House rules of the tables, asked of PostgreSQL's own catalogs.</summary>
public class SchemaTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    [Fact]
    public async Task Canary_OfTheStart_AsksEveryTable()
    {
        var tables = await ReadNamesAsync($"SELECT c.relname {Tables()}");
        var asked = CanaryText.Tables(SourceFiles.Read("sql/queries/infrastructure/canary.sql"));

        tables.Should().NotBeEmpty();
        asked.Should().BeEquivalentTo(tables.Select(table => (table, table)), "each table has its line in infrastructure/canary.sql");
    }

    [Fact]
    public Task Table_Any_HasAWorkspaceThatIsNeverNullOrEmpty() =>
        FindsNoneAsync(
            $"""
            SELECT c.relname
            {Tables()} AND NOT (
                EXISTS (
                    SELECT FROM pg_attribute AS a
                    WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.atttypid = 'text'::regtype AND a.attnotnull
                        AND a.attcollation = 'pg_catalog."default"'::regcollation)
                AND EXISTS (
                    SELECT FROM pg_constraint AS k
                    WHERE k.conrelid IN ({ItselfOrItsSessions}) AND k.contype = 'c'
                        AND pg_get_constraintdef(k.oid) ~ 'char_length\(workspace_id\) >= 1|workspace_id <> ''''::text'))
            """,
            "a table has workspace_id text NOT NULL with a CHECK that it is not empty, or belongs to a session: an unset scope is ''");

    [Fact]
    public Task Table_ThatPeopleOwn_HasAUserThatIsNeverEmpty() =>
        FindsNoneAsync(
            $"""
            SELECT c.relname
            {Tables()}
                AND EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'user_id')
                AND NOT EXISTS (
                    SELECT FROM pg_constraint AS k
                    WHERE k.conrelid IN ({ItselfOrItsSessions}) AND k.contype = 'c'
                        AND pg_get_constraintdef(k.oid) ~ 'user_id <> ''''::text')
            """,
            "a table with user_id has a CHECK that it is not empty, or belongs to a session: an unset scope is ''");

    [Fact]
    public Task Index_Any_BeginsWithTheWorkspace() =>
        FindsNoneAsync(
            $"""
            SELECT i.indexrelid::regclass::text
            {Tables("JOIN pg_index AS i ON i.indrelid = c.oid")}
                AND i.indkey[0] IS DISTINCT FROM (
                    SELECT a.attnum FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id')
            """,
            "primary keys, unique constraints and indexes begin with workspace_id: tables can then be distributed by it");

    [Fact]
    public Task ForeignKey_Any_BeginsWithTheWorkspaceOnBothSides() =>
        FindsNoneAsync(
            $"""
            SELECT k.conname
            {Tables("JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'f'")}
                AND NOT (
                    EXISTS (
                        SELECT FROM pg_attribute AS a
                        WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1] AND a.attname = 'workspace_id')
                    AND EXISTS (
                        SELECT FROM pg_attribute AS a
                        WHERE a.attrelid = k.confrelid AND a.attnum = k.confkey[1] AND a.attname = 'workspace_id'))
            """,
            "a foreign key is (workspace_id, …) REFERENCES … (workspace_id, …): no row refers to another tenant's");

    [Fact]
    public Task ForeignKey_Any_CascadesOrRefuses() =>
        FindsNoneAsync(
            $"""
            SELECT k.conname
            {Tables("JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'f'")}
                AND NOT (k.confdeltype IN ('a', 'c') AND k.confupdtype IN ('a', 'c'))
            """,
            "ON DELETE is CASCADE or NO ACTION: SET NULL would have to change workspace_id too");

    [Fact]
    public Task Table_Any_EnablesAndForcesRowSecurity() =>
        FindsNoneAsync(
            $"SELECT c.relname {Tables()} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)",
            "a migration ends with SELECT :\"schema\".isolate(…) for each of its tables");

    [Fact]
    public async Task Table_Any_HasExactlyTheFourPolicies()
    {
        var policies = await database.ReadAsync(
            $"""
            SELECT
                c.relname,
                string_agg(concat_ws(':', p.polname, p.polcmd, p.polpermissive::text, p.polroles::regrole[]::text), ' ' ORDER BY p.polname)
            {Tables("LEFT JOIN pg_policy AS p ON p.polrelid = c.oid")}
            GROUP BY c.relname
            """);
        var role = database.ApplicationRole;
        var expected = string.Join(
            ' ', new[] { "delete:d", "insert:a", "select:r", "update:w" }.Select(policy => $"agentkit_{policy}:true:{{{role}}}"));

        policies.Where(table => table[1] != expected).Select(table => $"{table[0]}: {table[1]}")
            .Should().BeEmpty("one permissive policy per command is all that isolate(…) makes, and another one would widen them");
    }

    [Fact]
    public Task Table_Any_HasNoTrigger() =>
        FindsNoneAsync(
            $"""
            SELECT t.tgname || ' on ' || c.relname
            {Tables("JOIN pg_trigger AS t ON t.tgrelid = c.oid")} AND NOT t.tgisinternal
            """,
            "Citus distributes no table that has triggers: let the statement do the work");

    [Theory]
    [InlineData("sessions", "version,turn_count,input_tokens,output_tokens,cost,last_turn_at,updated_at")]
    [InlineData("session_state", "updated_at,intents_seen,templates_sent,captured_data,data")]
    [InlineData("runs", "input_tokens,output_tokens,cost,updated_at,heartbeat_at,lease_expires_at,checkpoint")]
    [InlineData("budget_spending", "tokens,cost,updated_at,period_started_at")]
    [InlineData("tool_runs", "status,updated_at,completed_at,output")]
    public Task Index_OfAHotTable_HoldsNoColumnThatEveryWriteChanges(string table, string columns) =>
        FindsNoneAsync(
            $"""
            SELECT DISTINCT i.indexrelid::regclass::text || ': ' || a.attname
            {Tables("""
                JOIN pg_index AS i ON i.indrelid = c.oid
                JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = c.oid
                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
                """)}
                AND c.relname = '{table}' AND a.attname = ANY (string_to_array('{columns}', ','))
            """,
            "with such an index, also in its expression or predicate, an update is no longer HOT and costs a fifth of the throughput");

    [Fact]
    public async Task ConstraintAndIndex_Any_IsNamedByItsMigration()
    {
        var migrations = string.Concat(SourceFiles.Find("sql/migrations", "*.up.sql").Select(SourceFiles.Read));
        var names = await ReadNamesAsync(
            $"""
            SELECT k.conname {Tables("JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype <> 'n'")}
            UNION
            SELECT x.relname
            {Tables("JOIN pg_index AS i ON i.indrelid = c.oid JOIN pg_class AS x ON x.oid = i.indexrelid")}
            """);

        names.Where(name => !migrations.Contains($"CONSTRAINT {name} ", StringComparison.Ordinal)
                && !migrations.Contains($"CONSTRAINT {name}\n", StringComparison.Ordinal)
                && !migrations.Contains($"INDEX {name}", StringComparison.Ordinal))
            .Should().BeEmpty("what may have to be dropped or recognised in an error is named in the migration: CONSTRAINT name …");
    }

    private async Task FindsNoneAsync(string sql, string rule) => (await ReadNamesAsync(sql)).Should().BeEmpty(rule);

    private async Task<IReadOnlyList<string>> ReadNamesAsync(string sql) => [.. (await database.ReadAsync(sql)).Select(row => row[0])];

    /// <summary>Every table but the ledger of migrations, which belongs to no workspace.</summary>
    /// <summary>The table, and <c>sessions</c> if it refers to it: what holds there holds for the rows that belong to it.</summary>
    private const string ItselfOrItsSessions =
        """
        SELECT c.oid
        UNION ALL
        SELECT s.oid FROM pg_constraint AS f JOIN pg_class AS s ON s.oid = f.confrelid
        WHERE f.conrelid = c.oid AND f.contype = 'f' AND s.relname = 'sessions'
        """;

    private static string Tables(string join = "") =>
        $"""
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        {join}
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_migrations'
        """;
}
