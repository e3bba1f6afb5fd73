using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using Npgsql;

namespace AgentKit.Tests.Histories.Faulting;

/// <summary>The database that all hosts share, and what an administrator can do to it.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private readonly NpgsqlDataSource _administrator;
    private readonly ThrowawayPostgres? _server;
    private readonly ThrowawayDatabase? _database;

    private Ground(ThrowawayPostgres? server, ThrowawayDatabase? database)
    {
        (_server, _database) = (server, database);
        ConnectionString = server?.ConnectionString ?? database!.ConnectionString;
        _administrator = NpgsqlDataSource.Create(server?.AdminConnectionString ?? database!.AdminConnectionString);
    }

    public string ConnectionString { get; }

    /// <summary>Whether the server is nobody else's, so that it may be killed.</summary>
    public bool MayBeKilled => _server is not null;

    /// <param name="ownServer">Whether it is to have a server of its own, whose commits are flushed to disk.</param>
    public static async Task<Ground> CreateAsync(bool ownServer)
    {
        if (!ownServer)
        {
            return new(server: null, await TestPostgres.CreateMigratedDatabaseAsync());
        }

        var server = await ThrowawayPostgres.StartAsync(
            new ThrowawayPostgresOptions { Durable = true, Source = PostgresSource.LocalBinaries });
        await using var migrator = TestMigrator.For(server.ConnectionString);
        await migrator.UpAsync();
        return new(server, database: null);
    }

    public ValueTask<NpgsqlConnection> OpenAsync() => _administrator.OpenConnectionAsync();

    /// <summary>Ends a process of the server, if it is there.</summary>
    public async Task TerminateAsync(int process)
    {
        try
        {
            await using var command = _administrator.CreateCommand($"SELECT pg_terminate_backend({process})");
            await command.ExecuteScalarAsync();
        }
        catch (NpgsqlException)
        {
            // The server itself is gone.
        }
    }

    /// <summary>A crash: no goodbye, no checkpoint, and recovery at the next start.</summary>
    public async Task KillAsync()
    {
        await _server!.StopServerAsync(immediate: true);
        await _server.StartServerAsync();
        _administrator.Clear();
    }

    /// <summary>Until nothing is carried out any more that a host has given up.</summary>
    public Task BecomesQuietAsync() => Eventually.HoldsAsync(async () =>
    {
        try
        {
            await using var command = _administrator.CreateCommand("""
                SELECT count(*)
                FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'
                """);
            return (long)(await command.ExecuteScalarAsync())! == 0;
        }
        catch (NpgsqlException)
        {
            return false; // a connection of the pool from before the server was killed
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _administrator.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
