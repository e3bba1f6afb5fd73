using Npgsql;

namespace AgentKit.Testing;

/// <summary>Single statements, each on a connection of its own that nothing else waits for.</summary>
internal sealed class MaintenanceConnection
{
    private readonly string _connectionString;

    // Without a pool, nothing of ours stays connected; copying a large template may take longer than any usual timeout.
    public MaintenanceConnection(NpgsqlConnectionStringBuilder given) => _connectionString =
        new NpgsqlConnectionStringBuilder(given.ConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString;

    public async Task<Version> ServerVersionAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return connection.PostgreSqlVersion;
        }
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = new NpgsqlCommand(sql, connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The first column of all rows.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql, string? parameter, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = new NpgsqlCommand(sql, connection);
            await using (command.ConfigureAwait(false))
            {
                if (parameter is not null)
                {
                    command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
                }

                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var values = new List<string>();
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        values.Add(reader.GetString(0));
                    }

                    return values;
                }
            }
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
