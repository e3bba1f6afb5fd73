using AgentKit.Testing;

namespace AgentKit.Approvals.Hosting;

/// <summary>A throw-away database, or the one that the reader has named; the first is gone when it is disposed.</summary>
internal sealed class DeskDatabase : IAsyncDisposable
{
    private readonly ThrowawayPostgres? _throwaway;

    private DeskDatabase(string connectionString, string description, ThrowawayPostgres? throwaway)
    {
        ConnectionString = connectionString;
        Description = description;
        _throwaway = throwaway;
    }

    public string ConnectionString { get; }

    /// <summary>For people; without the connection string, which holds a password.</summary>
    public string Description { get; }

    /// <exception cref="UsageException">The variable is not set, or cannot be read.</exception>
    public static DeskDatabase Given() => new(DatabaseAddress.Read(), $"The database of {DatabaseAddress.Variable}", throwaway: null);

    /// <exception cref="PostgresNotFoundException">There is no PostgreSQL on this machine.</exception>
    /// <exception cref="PostgresStartException">There is one, but it does not start.</exception>
    public static async Task<DeskDatabase> StartAsync(CancellationToken cancellationToken)
    {
        var postgres = await ThrowawayPostgres.StartAsync(cancellationToken: cancellationToken);
        var place = postgres.Source switch
        {
            PostgresSource.Environment => "a database of its own on your server",
            PostgresSource.Container => "a throw-away container",
            _ => "a throw-away server",
        };
        return new DeskDatabase(postgres.ConnectionString, $"PostgreSQL {postgres.ServerVersion}, {place}", postgres);
    }

    public ValueTask DisposeAsync() => _throwaway?.DisposeAsync() ?? ValueTask.CompletedTask;
}
