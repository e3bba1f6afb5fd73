using AgentKit.Tests.Guards.Queries;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Distribution;

/// <summary>
/// What Citus asks of tables that it distributes, read from the catalogs; besides what <see cref="SchemaTests"/> asks of them anyway: no triggers,
/// <c>workspace_id</c> first in every index and on both sides of every foreign key.
/// </summary>
public sealed class DistributedSchemaTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    [Fact]
    public async Task WorkspaceId_OfEveryTable_HasOneTypeAndCollation() =>
        (await ReadAsync(
            """
            SELECT DISTINCT format('%s, %s, generated %L', format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation, a.attgenerated)
            FROM pg_attribute AS a
            JOIN pg_class AS c ON c.oid = a.attrelid
            WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'workspace_id'
            """)).Should().Equal("text, \"default\", generated ''");

    [Fact]
    public Task UniqueIndex_Any_HoldsTheWorkspaceAsItIs() =>
        FindsNoneAsync(
            """
            SELECT i.indexrelid::regclass::text
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indrelid
            WHERE c.relnamespace = $1::regnamespace
                AND c.relname <> 'schema_migrations'
                AND (i.indisunique OR i.indisexclusion)
                AND NOT EXISTS (
                    SELECT
                    FROM pg_attribute AS a
                    WHERE a.attrelid = i.indrelid AND a.attname = 'workspace_id' AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]))
            """,
            "each node guards the uniqueness of its own rows only: the key has to hold the column by which they are distributed");

    [Fact]
    public Task ForeignKey_Any_PairsWorkspaceWithWorkspace() =>
        FindsNoneAsync(
            """
            SELECT k.conname
            FROM pg_constraint AS k
            WHERE k.connamespace = $1::regnamespace
                AND k.contype = 'f'
                AND NOT EXISTS (
                    SELECT
                    FROM unnest(k.conkey, k.confkey) AS pair (own, referenced)
                    JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = pair.own AND a.attname = 'workspace_id'
                    JOIN pg_attribute AS b ON b.attrelid = k.confrelid AND b.attnum = pair.referenced AND b.attname = 'workspace_id')
            """,
            "a row and what it refers to are on one node only where the key joins them by the column of distribution");

    [Fact]
    public Task Table_Any_IsPlainAndHasNoSequence() =>
        FindsNoneAsync(
            """
            SELECT format('%s is %s', c.relname, c.relkind)
            FROM pg_class AS c
            WHERE c.relnamespace = $1::regnamespace AND (c.relkind NOT IN ('r', 'i') OR c.relispartition OR c.relpersistence <> 'p')
            UNION ALL
            SELECT c.relname || '.' || a.attname
            FROM pg_attribute AS a
            JOIN pg_class AS c ON c.oid = a.attrelid
            WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND (a.attidentity <> '' OR a.attgenerated <> '')
            UNION ALL
            SELECT r.rulename FROM pg_rules AS r WHERE r.schemaname = $1
            """,
            "ids are made by the client: no sequence, identity, generated column, rule, view or partition has to be kept together over nodes");

    /// <summary>Those that a default or a query calls run on nodes; the others are the migrations' own.</summary>
    [Fact]
    public async Task Function_OfTheSchema_IsKnownAndCrossesNoWorkspaces()
    {
        (await ReadAsync("SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE p.pronamespace = $1::regnamespace ORDER BY p.proname"))
            .Should().Equal("agentkit.feed_position(xid8)", "agentkit.isolate(name,name,name,text,name)", "agentkit.readable_blocks(json)");
        await FindsNoneAsync(
            """
            SELECT format('%s: %s', c.relname, p.oid::regprocedure)
            FROM pg_depend AS d
            JOIN pg_attrdef AS f ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
            JOIN pg_class AS c ON c.oid = f.adrelid AND c.relnamespace = $1::regnamespace
            JOIN pg_proc AS p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
            WHERE p.provolatile = 'v' OR p.proname <> 'feed_position'
            """,
            "the coordinator evaluates defaults that are stable; of what a default calls, sql/citus.sql brings feed_position to the nodes and nothing else");
    }

    private async Task FindsNoneAsync(string sql, string rule) => (await ReadAsync(sql)).Should().BeEmpty(rule);

    private async Task<IEnumerable<string>> ReadAsync(string sql) => (await database.ReadAsync(sql)).Select(row => row[0]);
}
