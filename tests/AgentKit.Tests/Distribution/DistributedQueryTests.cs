using AgentKit.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Distribution;

/// <summary>
/// Every query, parsed by PostgreSQL itself, against the rules by which Citus distributes statements. Citus is not needed, and not asked: what else it
/// makes of them is for a real cluster to show.
/// </summary>
public sealed class DistributedQueryTests(ParsedQueries queries) : IClassFixture<ParsedQueries>
{
    private const string Canary = "infrastructure/canary";

    /// <summary>None: a statement that has to stand here does not work on Citus, and <c>sql/SCALING.md</c> has to say so.</summary>
    private static readonly string[] Refused = [];

    [Fact]
    public void Query_OfTheLibrary_GoesToTheShardOfItsWorkspace()
    {
        var references = queries.All.Sum(parsed => parsed.Tree.All().Count(IsTable));
        references.Should().BeGreaterThan(300, "that is what there is to examine");

        Unrouted()
            .Should().BeEmpty("each reference to a table repeats workspace_id = @WorkspaceId, and each row that is inserted has it");

        bool IsTable(ParseTree node) => node.Tag is "RANGETBLENTRY" or "RTE" && queries.Catalog.Names.ContainsKey(node.Number("relid"));
    }

    /// <summary>It asks every table without a scope, and is to see nothing: on all shards, as a query of several shards does.</summary>
    [Fact]
    public void Query_OfTheCanary_IsTheOneThatGoesToAllShards()
    {
        var (query, tree) = queries.All.Single(parsed => parsed.Query.Name == Canary);

        new RoutingRules(queries.Catalog, query).Problems(tree).Should().HaveCount(queries.Catalog.Names.Count);
    }

    [Fact]
    public void Query_ThatWrites_IsNotOneThatThePlannerOfCitusRefuses() =>
        queries.All
            .SelectMany(parsed => new PlanningRules(queries.Catalog).Problems(parsed.Tree).Select(problem => $"{parsed.Query.Name}: {problem}"))
            .Should().BeEquivalentTo(Refused, "what is not immutable is computed by a common table expression that reads, not where a row is written");

    [Theory]
    [InlineData("SELECT t.role FROM agentkit.turns AS t WHERE t.workspace_id = $1 OR t.role = 'user'")]
    [InlineData("SELECT t.role FROM agentkit.turns AS t WHERE t.workspace_id = 'acme'")]
    [InlineData("SELECT t.role FROM agentkit.turns AS t WHERE t.role = $1")]
    [InlineData("SELECT t.role FROM agentkit.turns AS t WHERE NOT t.workspace_id = $1")]
    [InlineData("SELECT 1 FROM agentkit.turns AS t JOIN agentkit.sessions AS s ON s.workspace_id = t.workspace_id WHERE t.workspace_id = $1")]
    [InlineData("SELECT 1 FROM agentkit.turns AS t LEFT JOIN agentkit.sessions AS s ON s.workspace_id = $1 AND t.workspace_id = $1")]
    [InlineData("SELECT EXISTS (SELECT FROM agentkit.turns) FROM agentkit.sessions AS s WHERE s.workspace_id = $1")]
    [InlineData("WITH x AS (DELETE FROM agentkit.turns AS t RETURNING t.role) SELECT x.role, $1::text FROM x")]
    [InlineData("INSERT INTO agentkit.preferences (workspace_id, user_id, created_at) SELECT 'acme', $1::text, now()")]
    [InlineData("INSERT INTO agentkit.preferences (workspace_id, user_id, created_at) VALUES ($1, 'a', now()), ('acme', 'b', now())")]
    [InlineData(
        "WITH x AS (SELECT s.agent_id FROM agentkit.sessions AS s WHERE s.workspace_id = $1) "
        + "INSERT INTO agentkit.preferences (workspace_id, user_id, created_at) SELECT x.agent_id, 'a', now() FROM x")]
    public async Task Problems_OfAQueryThatMayLeaveItsShard_AreFound(string sql)
    {
        var query = new Query("sample", sql, [Query.WorkspaceId]);

        new RoutingRules(queries.Catalog, query).Problems(await queries.ParseAsync(query)).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("SELECT 1 FROM agentkit.turns AS t LEFT JOIN agentkit.sessions AS s ON s.workspace_id = $1 WHERE t.workspace_id = $1")]
    [InlineData("SELECT 1 FROM agentkit.turns AS t JOIN agentkit.sessions AS s ON s.workspace_id = $1 AND t.workspace_id = $1")]
    [InlineData("INSERT INTO agentkit.preferences (workspace_id, user_id, created_at) VALUES ($1, 'a', now()), ($1, 'b', now())")]
    [InlineData(
        "WITH x AS (SELECT s.workspace_id FROM agentkit.sessions AS s WHERE s.workspace_id = $1) "
        + "INSERT INTO agentkit.preferences (workspace_id, user_id, created_at) SELECT x.workspace_id, 'a', now() FROM x")]
    public async Task Problems_OfAQueryThatStays_AreNone(string sql)
    {
        var query = new Query("sample", sql, [Query.WorkspaceId]);

        new RoutingRules(queries.Catalog, query).Problems(await queries.ParseAsync(query)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("UPDATE agentkit.runs SET error_message = random()::text", "volatile")]
    [InlineData("DELETE FROM agentkit.runs WHERE cost < random()", "volatile")]
    [InlineData("UPDATE agentkit.runs SET started_at = COALESCE(started_at, now())", "CASE or COALESCE")]
    [InlineData("UPDATE agentkit.runs SET lease_expires_at = now() + lease_duration", "of a column")]
    [InlineData("UPDATE agentkit.runs SET updated_at = now() RETURNING now()", "RETURNING")]
    [InlineData(
        "INSERT INTO agentkit.preferences (workspace_id, user_id, created_at) VALUES ('w', 'a', now()) "
        + "ON CONFLICT (workspace_id, user_id) DO UPDATE SET updated_at = now()",
        "ON CONFLICT")]
    [InlineData("INSERT INTO agentkit.preferences (workspace_id, user_id, created_at) VALUES ('w', (SELECT 'a'), now())", "subquery among the values")]
    public async Task Problems_OfAWriteThatIsRefused_NameWhy(string sql, string problem) =>
        new PlanningRules(queries.Catalog).Problems(await queries.ParseAsync(new Query("sample", sql, [])))
            .Should().ContainSingle().Which.Should().Contain(problem);

    private IEnumerable<string> Unrouted() =>
        queries.All.Where(parsed => parsed.Query.Name != Canary)
            .SelectMany(parsed => new RoutingRules(queries.Catalog, parsed.Query).Problems(parsed.Tree).Select(problem => $"{parsed.Query.Name}: {problem}"));
}
