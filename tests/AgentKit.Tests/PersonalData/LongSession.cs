using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.PersonalData;

/// <summary>Sessions of many rows, made by PostgreSQL itself.</summary>
internal static class LongSession
{
    public static async Task<Guid> InsertOneAsync(AgentKitFixture fixture, AgentScope scope, int turns, int turnBytes = 100, int toolRuns = 0) =>
        (await InsertAsync(fixture, scope, sessions: 1, turns, turnBytes, toolRuns))[0];

    public static async Task<List<Guid>> InsertAsync(
        AgentKitFixture fixture, AgentScope scope, int sessions, int turns, int turnBytes = 100, int toolRuns = 0)
    {
        var ids = Enumerable.Range(0, sessions).Select(_ => Guid.CreateVersion7()).ToList();
        var user = scope.UserId is null ? "NULL" : $"'{scope.UserId}'";
        var owner = $"'{scope.WorkspaceId}', {user}";
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            CREATE TEMP TABLE made AS SELECT unnest('{"{" + string.Join(',', ids) + "}"}'::uuid[]) AS session_id;
            INSERT INTO agentkit.sessions (session_id, turn_count, created_at, active_bucket, workspace_id, user_id, agent_id)
            SELECT session_id, {turns}, now(), now(), {owner}, '{AgentKitFixture.Agent}' FROM made;
            INSERT INTO agentkit.session_state (session_id, workspace_id, user_id) SELECT session_id, {owner} FROM made;
            INSERT INTO agentkit.session_commits
                (session_id, operation_id, version, turn_count, input_tokens, output_tokens, cost, workspace_id, user_id, agent_id, status)
            SELECT session_id, session_id, 1, {turns}, 0, 0, 0, {owner}, '{AgentKitFixture.Agent}', 'active' FROM made;
            INSERT INTO agentkit.turns (session_id, turn_number, version, created_at, workspace_id, user_id, role, content)
            SELECT session_id, n, 1, now(), {owner}, 'user', ('[{"{"}"type":"text","text":"' || n || repeat('x', {turnBytes}) || '"{"}"}]')::json
            FROM made, generate_series(1, {turns}) AS n;
            INSERT INTO agentkit.tool_runs (tool_run_id, session_id, created_at, completed_at, workspace_id, user_id, tool_name, status, input)
            SELECT gen_random_uuid(), session_id, now(), now(), {owner}, 'tool', 'succeeded', '1' FROM made, generate_series(1, {toolRuns});
            """);
        return ids;
    }
}
