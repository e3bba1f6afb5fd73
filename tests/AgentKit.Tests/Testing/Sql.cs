using Npgsql;

namespace AgentKit.Tests.Testing;

internal static class Sql
{
    public static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Until somebody waits for a lock that this connection holds.</summary>
    public static async Task WaitUntilBlockedByAsync(NpgsqlConnection holder, Task waiting)
    {
        while (await ScalarAsync<long>(holder, $"SELECT count(*) FROM pg_stat_activity WHERE {holder.ProcessID} = ANY (pg_blocking_pids(pid))") == 0)
        {
            if (waiting.IsCompleted)
            {
                await waiting;
                throw new InvalidOperationException("It did not wait for the lock.");
            }
        }
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
