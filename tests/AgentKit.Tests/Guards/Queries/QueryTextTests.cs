using System.Text.RegularExpressions;
using AgentKit.Tests.Guards.Sources;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>Every query follows the house rules, and each rule finds what breaks it.</summary>
public partial class QueryTextTests
{
    private const string Folder = "sql/queries/";

    /// <summary>They ask about the catalogs, or about every table without a scope.</summary>
    private const string StartupFolder = "infrastructure/";

    private static readonly QueryChecks Checks = new(TablesWithTime());

    public static TheoryData<string> Queries => [.. SourceFiles.Find(Folder, "*.sql").Select(file => file[Folder.Length..])];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_OfTheRepository_FollowsTheRules(string query)
    {
        var asksForNoWorkspace = query.StartsWith(StartupFolder, StringComparison.Ordinal);

        var problems = Checks.Problems(SourceFiles.Read(Folder + query), asksForNoWorkspace);

        problems.Should().BeEmpty("{0}{1} is to follow the rules for queries", Folder, query);
    }

    [Fact]
    public void TablesWithTime_OfTheMigrations_AreFound() =>
        TablesWithTime().Should().Contain(["sessions", "session_state", "agents"]).And.NotContain("turns");

    [Theory]
    [InlineData("SELECT t.a FROM :\"schema\".turns AS t WHERE t.workspace_id = @WorkspaceId AND (t.a = 1 OR t.b = 2)")]
    [InlineData("SELECT count(*) FROM :\"schema\".turns AS t WHERE t.a IS DISTINCT FROM @A AND t.workspace_id = @WorkspaceId")]
    [InlineData("WITH x AS (UPDATE :\"schema\".sessions AS s SET updated_at = now() WHERE s.workspace_id = @WorkspaceId RETURNING s.*) TABLE x")]
    [InlineData("INSERT INTO :\"schema\".turns (a, workspace_id) VALUES (@A, @WorkspaceId) ON CONFLICT (a) DO NOTHING RETURNING *")]
    [InlineData("SELECT version FROM :\"schema\".schema_migrations")]
    [InlineData("SELECT :\"schema\".some_function(1)")]
    [InlineData("-- select *, MERGE, it's\nSELECT 'from -- here', 'it''s'")]
    public void Problems_OfAQueryThatFollowsTheRules_AreNone(string sql) => Checks.Problems(sql).Should().BeEmpty();

    [Theory]
    [InlineData("SELECT t.a FROM :\"schema\".turns AS t", "repeat t.workspace_id")]
    [InlineData("SELECT t.a FROM :\"schema\".turns", "give the table an alias")]
    [InlineData("SELECT t.a FROM :\"schema\".turns AS t WHERE t.workspace_id = @WorkspaceId OR @All", "repeat t.workspace_id")]
    [InlineData("SELECT t.a FROM :\"schema\".turns AS t WHERE t.workspace_id = @Workspace", "repeat t.workspace_id")]
    [InlineData("SELECT t.a FROM :\"schema\".turns AS t WHERE (t.workspace_id = @WorkspaceId)", "repeat t.workspace_id")]
    [InlineData(
        "SELECT 1 FROM :\"schema\".turns AS t JOIN :\"schema\".sessions AS s ON s.workspace_id = t.workspace_id "
        + "WHERE t.workspace_id = @WorkspaceId",
        "JOIN sessions AS s: repeat s.workspace_id")]
    [InlineData("SELECT (SELECT 1 FROM :\"schema\".turns AS t) FROM :\"schema\".turns AS t WHERE t.workspace_id = @WorkspaceId", "repeat")]
    [InlineData(
        "SELECT t.a FROM :\"schema\".turns AS t WHERE t.workspace_id = @WorkspaceId UNION ALL SELECT t.a FROM :\"schema\".turns AS t",
        "repeat t.workspace_id")]
    [InlineData("DELETE FROM :\"schema\".turns AS t WHERE t.a = @A", "DELETE FROM turns AS t: repeat")]
    [InlineData("INSERT INTO :\"schema\".turns (a) VALUES (@A)", "INSERT INTO turns: name workspace_id")]
    [InlineData("INSERT INTO :\"schema\".turns VALUES (@A)", "INSERT INTO turns: name workspace_id")]
    [InlineData("UPDATE :\"schema\".sessions AS s SET a = 1 WHERE s.workspace_id = @WorkspaceId", "UPDATE sessions: set updated_at")]
    [InlineData(
        "INSERT INTO :\"schema\".sessions (workspace_id, updated_at) VALUES (@WorkspaceId, now()) ON CONFLICT (a) DO UPDATE SET a = 1",
        "set updated_at = excluded.updated_at")]
    [InlineData(
        "INSERT INTO :\"schema\".sessions (workspace_id) VALUES (@WorkspaceId) ON CONFLICT (workspace_id) DO UPDATE SET updated_at = now()",
        "instead of now()")]
    [InlineData("UPDATE :\"schema\".turns AS t SET a = random() WHERE t.workspace_id = @WorkspaceId", "random()")]
    [InlineData("select 1", "key word select")]
    [InlineData("SELECT 1 where true", "key word where")]
    [InlineData("SELECT @workspace", "@workspace in PascalCase")]
    [InlineData("SELECT @Work_Space", "@Work_Space in PascalCase")]
    [InlineData("SELECT 1 -- one", "line of its own")]
    [InlineData("SELECT /* one */ 1", "comments with --")]
    [InlineData("SELECT * FROM x", "instead of SELECT *")]
    [InlineData("SELECT x.* FROM x", "instead of SELECT *")]
    [InlineData("MERGE INTO x", "instead of MERGE")]
    [InlineData("SELECT 1;", "remove the semicolon")]
    public void Problems_OfAQueryThatBreaksARule_NameIt(string sql, string problem) =>
        Checks.Problems(sql).Should().Contain(found => found.Contains(problem, StringComparison.Ordinal));

    private static HashSet<string> TablesWithTime()
    {
        var tables = SourceFiles.Find("sql/migrations", "*.up.sql")
            .SelectMany(file => TableDefinition().Matches(SourceFiles.Read(file)))
            .Where(table => Time().IsMatch(table.Groups["columns"].Value))
            .Select(table => table.Groups["name"].Value);
        return new(tables, StringComparer.Ordinal);
    }

    [GeneratedRegex("""(?s)(?:CREATE|ALTER) TABLE :"schema"\.(?<name>\w+) (?<columns>.*?);""")]
    private static partial Regex TableDefinition();

    [GeneratedRegex(@"(?m)^\s+(?:ADD (?:COLUMN )?)?updated_at\s")]
    private static partial Regex Time();
}
