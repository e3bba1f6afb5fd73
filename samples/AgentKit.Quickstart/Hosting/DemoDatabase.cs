using AgentKit.Testing;
using Npgsql;

namespace AgentKit.Quickstart.Hosting;

/// <summary>A throw-away server, or a schema of its own in a database that was given; gone when it is disposed.</summary>
internal sealed class DemoDatabase : IAsyncDisposable
{
    private readonly ThrowawayPostgres? _throwaway;

    private DemoDatabase(string connectionString, string schema, string description, ThrowawayPostgres? throwaway)
    {
        ConnectionString = connectionString;
        Schema = schema;
        Description = description;
        _throwaway = throwaway;
    }

    public string ConnectionString { get; }

    public string Schema { get; }

    /// <summary>For people; without the connection string, which may hold a password.</summary>
    public string Description { get; }

    /// <exception cref="PostgresNotFoundException">There is no PostgreSQL on this machine.</exception>
    /// <exception cref="PostgresStartException">There is one, but it does not start.</exception>
    /// <exception cref="UsageException">The given connection string cannot be read.</exception>
    /// <exception cref="NpgsqlException">The given database does not answer.</exception>
    public static async Task<DemoDatabase> OpenAsync(string? connectionString, CancellationToken cancellationToken)
    {
        if (connectionString is not null)
        {
            return await UseAsync(connectionString, cancellationToken);
        }

        var postgres = await ThrowawayPostgres.StartAsync(cancellationToken: cancellationToken);
        var place = postgres.Source switch
        {
            PostgresSource.Environment => "a database of its own on your server",
            PostgresSource.Container => "a throw-away container",
            _ => "a throw-away server",
        };
        return new DemoDatabase(postgres.ConnectionString, "agentkit", $"PostgreSQL {postgres.ServerVersion}, {place}", postgres);
    }

    public async ValueTask DisposeAsync()
    {
        if (_throwaway is not null)
        {
            await _throwaway.DisposeAsync();
            return;
        }

        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"""DROP SCHEMA IF EXISTS "{Schema}" CASCADE""", connection);
        await drop.ExecuteNonQueryAsync();
    }

    private static async Task<DemoDatabase> UseAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            var schema = $"agentkit_quickstart_{Guid.NewGuid():N}";
            return new DemoDatabase(connectionString, schema, $"PostgreSQL {connection.PostgreSqlVersion}, your database", throwaway: null);
        }
        catch (ArgumentException)
        {
            // Its message may repeat what was given.
            throw new UsageException(
                "--connection is not a connection string: write it as "
                + "\"Host=<server>;Database=<database>;Username=<login>;Password=<password>\".");
        }
    }
}
