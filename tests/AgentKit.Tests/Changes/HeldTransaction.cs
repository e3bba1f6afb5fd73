using Npgsql;

namespace AgentKit.Tests.Changes;

/// <summary>A transaction of the superuser that stays open until the test ends it.</summary>
internal sealed class HeldTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private HeldTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    public static async Task<HeldTransaction> BeginAsync(string connectionString, string sql)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var held = new HeldTransaction(connection, await connection.BeginTransactionAsync());
        await held.ExecuteAsync(sql);
        return held;
    }

    /// <summary>What a commit to a session does, as far as the feed is concerned.</summary>
    public static string CommitTo(AgentScope scope, Guid sessionId) =>
        $"""
        WITH target AS (
            UPDATE agentkit.sessions
            SET version = version + 1, feed_position = GREATEST(feed_position, agentkit.feed_position(pg_current_xact_id()))
            WHERE workspace_id = '{scope.WorkspaceId}' AND session_id = '{sessionId}'
            RETURNING *
        )
        INSERT INTO agentkit.session_commits (
            session_id, operation_id, version, feed_position, turn_count, input_tokens, output_tokens, cost, workspace_id, user_id, agent_id, status)
        SELECT session_id, gen_random_uuid(), version, feed_position, turn_count, input_tokens, output_tokens, cost, workspace_id, user_id, agent_id, status
        FROM target
        """;

    public async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }

    public Task CommitAsync() => _transaction.CommitAsync();

    public Task RollbackAsync() => _transaction.RollbackAsync();

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
