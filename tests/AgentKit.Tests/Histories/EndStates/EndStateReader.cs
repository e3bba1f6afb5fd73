using Npgsql;

namespace AgentKit.Tests.Histories.EndStates;

/// <summary>Reads the tables past all policies.</summary>
internal static class EndStateReader
{
    private const string Sessions = """
        SELECT s.workspace_id, s.user_id, s.session_id, s.version, s.turn_count, s.input_tokens + s.output_tokens,
            COALESCE((st.data ->> 'counter')::integer, 0), s.status, s.parent_session_id, s.forked_at_turn
        FROM agentkit.sessions AS s
        JOIN agentkit.session_state AS st USING (workspace_id, session_id)
        WHERE s.workspace_id = ANY (@workspaces)
        """;

    private const string Commits = """
        SELECT session_id, operation_id, version, turn_count, input_tokens + output_tokens, status, run_id
        FROM agentkit.session_commits
        WHERE workspace_id = ANY (@workspaces)
        """;

    private const string Turns = """
        SELECT workspace_id, user_id, session_id, turn_number, version, content -> 0 ->> 'text'
        FROM agentkit.turns
        WHERE workspace_id = ANY (@workspaces)
        """;

    private const string Budgets = """
        SELECT b.session_id, b.token_limit, p.tokens
        FROM agentkit.budgets AS b
        JOIN agentkit.budget_spending AS p USING (workspace_id, subject, subject_id)
        WHERE b.workspace_id = ANY (@workspaces) AND b.subject = 'session'
        """;

    private const string Reservations = """
        SELECT reservation_id, session_id, tokens
        FROM agentkit.budget_reservations
        WHERE workspace_id = ANY (@workspaces)
        """;

    private const string Runs = """
        SELECT run_id, session_id, input_tokens + output_tokens, fencing_token, status
        FROM agentkit.runs
        WHERE workspace_id = ANY (@workspaces)
        """;

    private const string ToolRuns = """
        SELECT tool_run_id, session_id, status, COALESCE(output #>> '{}', error_message)
        FROM agentkit.tool_runs
        WHERE workspace_id = ANY (@workspaces)
        """;

    private const string Tasks = """
        SELECT task_id, status, fencing_token
        FROM agentkit.tasks
        WHERE workspace_id = ANY (@workspaces)
        """;

    private const string Steps = """
        SELECT task_id, step_number, status, attempt, fencing_token, requires_approval, output #>> '{}', decision_id, approved
        FROM agentkit.task_steps
        WHERE workspace_id = ANY (@workspaces)
        """;

    private const string Preferences = """
        SELECT p.workspace_id, p.user_id, m.key, m.value
        FROM agentkit.preferences AS p
        CROSS JOIN jsonb_each_text(p.metadata) AS m
        WHERE p.workspace_id = ANY (@workspaces)
        """;

    private const string Events = """
        SELECT workspace_id, user_id, event_id
        FROM agentkit.events
        WHERE workspace_id = ANY (@workspaces)
        """;

    public static async Task<EndState> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> workspaces)
    {
        return new()
        {
            Sessions = await ListAsync<StoredSession>(Sessions),
            Commits = await ListAsync<StoredCommit>(Commits),
            Turns = await ListAsync<StoredTurn>(Turns),
            Budgets = await ListAsync<StoredBudget>(Budgets),
            Reservations = await ListAsync<StoredReservation>(Reservations),
            Runs = await ListAsync<StoredRun>(Runs),
            ToolRuns = await ListAsync<StoredToolRun>(ToolRuns),
            Tasks = await ListAsync<StoredTask>(Tasks),
            Steps = await ListAsync<StoredStep>(Steps),
            Preferences = await ListAsync<StoredPreference>(Preferences),
            Events = await ListAsync<StoredEvent>(Events),
        };

        async Task<IReadOnlyList<T>> ListAsync<T>(string sql) => await connection.ListAsync<T>(sql, workspaces);
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(this NpgsqlConnection connection, string sql, IReadOnlyList<string> workspaces)
    {
        // By position: the constructor of the record takes the columns in their order.
        var make = typeof(T).GetConstructors()[0];
        var read = new List<T>();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("workspaces", workspaces.ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var values = new object?[reader.FieldCount];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = await reader.IsDBNullAsync(i) ? null : reader.GetValue(i);
            }

            read.Add((T)make.Invoke(values));
        }

        return read;
    }
}
