using AgentKit.Infrastructure;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.PersonalData;

/// <summary>
/// A workspace of a hundred thousand rows a table, in a database that has others: no query of this folder reads a table from its beginning to
/// its end, whatever its parameters are.
/// </summary>
public sealed class PlanTests(PlanTests.FilledDatabase filled) : IClassFixture<PlanTests.FilledDatabase>
{
    private const string Folder = "personal_data/";

    public static TheoryData<string> Queries =>
    [
        .. new QueryCatalog(new SqlTemplate("agentkit", "agentkit_app")).All.Select(query => query.Name)
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name != "personal_data/export/use_portable_formats")
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Plan_OfAnyQuery_GoesByAnIndex(string name)
    {
        var plan = await filled.ExplainAsync(new QueryCatalog(new SqlTemplate("agentkit", "agentkit_app"))[name]);

        plan.Should().NotContain("Seq Scan on", "{0} must find its rows among a hundred thousand:\n{1}", name, plan);
    }

    public sealed class FilledDatabase : IAsyncLifetime
    {
        private const int Users = 500;
        private const int Sessions = 10_000;
        private const int Rows = 100_000;

        private readonly AgentKitFixture _fixture = new();

        public async Task InitializeAsync()
        {
            await _fixture.InitializeAsync();
            await ExecuteAsync(_fixture.Database.AdminConnectionString, $"""
                CREATE FUNCTION pg_temp.id(kind int, n int) RETURNS uuid LANGUAGE sql AS
                    $$ SELECT ('019' || lpad(to_hex(n), 5, '0') || '-0000-7000-8000-' || lpad(to_hex(kind), 12, '0'))::uuid $$;
                INSERT INTO agentkit.sessions (session_id, created_at, active_bucket, workspace_id, user_id, agent_id, status, closed_at, assigned_to)
                SELECT pg_temp.id(1, n), now(), now() - n * interval '1 minute', 'w', 'u-' || n % {Users}, 'a',
                    CASE n % 3 WHEN 0 THEN 'closed' WHEN 1 THEN 'handed_off' ELSE 'active' END,
                    CASE WHEN n % 3 = 0 THEN now() - n * interval '1 minute' END, CASE WHEN n % 3 = 1 THEN 'p-' || n % {Users} END
                FROM generate_series(1, {Sessions}) AS n;
                INSERT INTO agentkit.session_state (session_id, workspace_id, user_id)
                SELECT session_id, workspace_id, user_id FROM agentkit.sessions;
                INSERT INTO agentkit.session_commits
                    (session_id, operation_id, version, turn_count, input_tokens, output_tokens, cost, workspace_id, user_id, agent_id, status, assigned_to)
                SELECT session_id, gen_random_uuid(), v, 0, 0, 0, 0, workspace_id, user_id, 'a', 'active', assigned_to
                FROM agentkit.sessions, generate_series(1, 10) AS v;
                INSERT INTO agentkit.turns (session_id, turn_number, version, created_at, workspace_id, user_id, role, content)
                SELECT session_id, n, 1, now(), workspace_id, user_id, 'user', '[]' FROM agentkit.sessions, generate_series(1, 10) AS n;
                INSERT INTO agentkit.archived_turns
                    (session_id, turn_number, version, archived_version, created_at, archived_at, input_tokens, output_tokens, cached_input_tokens,
                    reasoning_tokens, has_tool_result, cost, workspace_id, user_id, role, content)
                SELECT session_id, turn_number, 1, 2, now(), now(), 0, 0, 0, 0, false, 0, workspace_id, user_id, 'user', '[]' FROM agentkit.turns;
                INSERT INTO agentkit.session_summaries
                    (session_id, version, through_turn, created_at, input_tokens, output_tokens, cached_input_tokens, reasoning_tokens, cost, workspace_id,
                    user_id, role, content)
                SELECT session_id, version, 1, now(), 0, 0, 0, 0, 0, workspace_id, user_id, 'user', '[]' FROM agentkit.session_commits;
                INSERT INTO agentkit.runs (run_id, session_id, created_at, workspace_id, user_id, agent_id, status, completed_at, parent_run_id)
                SELECT pg_temp.id(2, n), pg_temp.id(1, 1 + n % {Sessions}), now(), 'w', 'u-' || (1 + n % {Sessions}) % {Users}, 'a', 'completed', now(),
                    CASE WHEN n % 10 = 0 THEN pg_temp.id(2, n - 1) END
                FROM generate_series(1, {Rows}) AS n;
                INSERT INTO agentkit.tool_runs
                    (tool_run_id, session_id, created_at, completed_at, workspace_id, user_id, tool_name, status, input, run_id)
                SELECT pg_temp.id(3, n), pg_temp.id(1, 1 + n % {Sessions}), now(), now(), 'w', 'u-' || (1 + n % {Sessions}) % {Users}, 't',
                    CASE n % 2 WHEN 0 THEN 'succeeded' ELSE 'failed' END, '1', pg_temp.id(2, n)
                FROM generate_series(1, {Rows}) AS n;
                INSERT INTO agentkit.tasks (task_id, created_at, completed_at, workspace_id, user_id, status, title, session_id, run_id)
                SELECT pg_temp.id(4, n), now(), now(), 'w', 'u-' || n % {Users}, CASE n % 2 WHEN 0 THEN 'completed' ELSE 'failed' END, 't',
                    CASE n % 2 WHEN 0 THEN pg_temp.id(1, 1 + n % {Sessions}) END, CASE n % 3 WHEN 0 THEN pg_temp.id(2, n) END
                FROM generate_series(1, {Rows}) AS n;
                INSERT INTO agentkit.task_steps
                    (task_id, step_number, requires_approval, status, workspace_id, user_id, title, earlier_decisions, decision_id, approved, decided_by, decided_at)
                SELECT pg_temp.id(4, n), 1, false, 'completed', 'w', 'u-' || n % {Users}, 't', CASE WHEN n % 100 = 0 THEN '[1]' ELSE '[]' END::jsonb,
                    CASE WHEN n % 3 = 0 THEN pg_temp.id(8, n) END, n % 3 = 0 OR NULL, CASE WHEN n % 3 = 0 THEN 'p-' || n % {Users} END,
                    CASE WHEN n % 3 = 0 THEN now() END
                FROM generate_series(1, {Rows}) AS n;
                INSERT INTO agentkit.events (event_id, occurred_at, session_id, workspace_id, user_id, category, type)
                SELECT pg_temp.id(5, n), now(), CASE n % 2 WHEN 0 THEN pg_temp.id(1, 1 + n % {Sessions}) END, 'w', 'u-' || n % {Users}, 'hook', 't'
                FROM generate_series(1, {Rows}) AS n;
                INSERT INTO agentkit.preferences (created_at, workspace_id, user_id)
                SELECT now(), 'w', 'u-' || n FROM generate_series(1, {Rows}) AS n;
                INSERT INTO agentkit.access_log (access_id, read_at, workspace_id, user_id, operation)
                SELECT pg_temp.id(6, n), now(), 'w', 'admin', 'x' FROM generate_series(1, {Rows}) AS n;
                INSERT INTO agentkit.erasure_receipts (erasure_id, row_count, erased_at, workspace_id, table_name, action)
                SELECT pg_temp.id(7, n), 1, now(), 'w', 'turns', 'removed' FROM generate_series(1, {Rows}) AS n;
                ANALYZE;
                """);
        }

        public async Task DisposeAsync() => await _fixture.DisposeAsync();

        /// <summary>The plan that PostgreSQL keeps when it knows no values.</summary>
        internal async Task<string> ExplainAsync(Query query)
        {
            await using var connection = new NpgsqlConnection(_fixture.Database.ConnectionString);
            await connection.OpenAsync();
            await ExecuteAsync(connection, "SET plan_cache_mode = force_generic_plan; SET ROLE agentkit_app");
            await ExecuteAsync(connection, $"PREPARE planned AS {query.Text}");
            var values = string.Join(", ", query.Parameters.Select(_ => "NULL"));
            await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE planned{(values == "" ? "" : $"({values})")}", connection);
            await using var reader = await explain.ExecuteReaderAsync();
            List<string> lines = [];
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }

            return string.Join('\n', lines);
        }

        private static async Task ExecuteAsync(string connectionString, string sql)
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            await ExecuteAsync(connection, sql);
        }

        private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
            await command.ExecuteNonQueryAsync();
        }
    }
}
