using AgentKit.Infrastructure;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Changes;

/// <summary>How PostgreSQL finds a page of the feed among 100,000 commits, under the application role and its policies.</summary>
public sealed class ChangePlanTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Sessions = 250;
    private const int Commits = 400;

    [Fact]
    public async Task Read_Of100000Commits_UsesTheIndexOfTheFeed()
    {
        var scope = AgentKitFixture.NewUser();
        await FillAsync(scope.WorkspaceId);
        await using var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync();

        foreach (var access in new[] { "user", "admin", "service" })
        {
            foreach (var mode in new[] { "force_generic_plan", "force_custom_plan" })
            {
                var plan = await ExplainAsync(connection, scope, access, mode);

                plan.Should().NotContain("Seq Scan", "{0}, {1}", access, mode).And.NotContain("Bitmap");
                plan.Should().MatchRegex(
                    @"Index Scan using session_commits_feed_idx on session_commits p .*\n\s+Index Cond: \(\(workspace_id = \S+\) AND "
                    + @"\(ROW\(feed_position, session_id, version\) > ROW\(.*\)\) AND \(feed_position < ");
                plan.Should().MatchRegex(@"Index Scan Backward using session_commits_feed_idx on session_commits l ");
            }
        }
    }

    private Task FillAsync(string workspace) => Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
        INSERT INTO agentkit.sessions (session_id, created_at, active_bucket, workspace_id, user_id, agent_id)
        SELECT gen_random_uuid(), now(), now(), '{workspace}', 'u-' || i % 5, 'a' FROM generate_series(1, {Sessions}) AS i;

        INSERT INTO agentkit.session_commits (
            session_id, operation_id, version, feed_position, turn_count, input_tokens, output_tokens, cost, workspace_id, user_id, agent_id, status)
        SELECT session_id, gen_random_uuid(), v, v, 0, 0, 0, 0, workspace_id, user_id, agent_id, status
        FROM agentkit.sessions, generate_series(1, {Commits}) AS v
        WHERE workspace_id = '{workspace}';

        ANALYZE agentkit.session_commits;
        """);

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, AgentScope scope, string access, string mode)
    {
        var query = new QueryCatalog(new SqlTemplate("agentkit", "agentkit_app"))["changes/read"];
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"""
            SELECT
                set_config('agentkit.workspace_id', '{scope.WorkspaceId}', true),
                set_config('agentkit.user_id', '{scope.UserId}', true),
                set_config('agentkit.access', '{access}', true),
                set_config('plan_cache_mode', '{mode}', true),
                set_config('role', 'agentkit_app', true)
            """);
        await ExecuteAsync(connection, $"PREPARE page AS {query.Text}");
        var values = query.Parameters.Select(parameter => parameter switch
        {
            "WorkspaceId" => $"'{scope.WorkspaceId}'",
            "AfterPosition" => "200",
            "AfterSessionId" => $"'{Guid.Empty}'",
            "AfterVersion" => "0",
            "Limit" => "101",
            _ => throw new InvalidOperationException($"No value for {parameter}."),
        });

        await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE page({string.Join(", ", values)})", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        await reader.CloseAsync();
        await ExecuteAsync(connection, "DEALLOCATE page");
        return string.Join('\n', lines);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
