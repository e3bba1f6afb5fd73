using AgentKit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Benchmarks.Server;

/// <summary>
/// A PostgreSQL of the benchmarks' own, with AgentKit's schema and, beside it, the same tables without row-level security for the baselines.
/// </summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private readonly ThrowawayPostgres _postgres;
    private readonly NpgsqlDataSource _admin;

    private BenchmarkServer(ThrowawayPostgres postgres, string? dataFolder)
    {
        DataFolder = dataFolder ?? Path.GetTempPath();
        _postgres = postgres;
        _admin = NpgsqlDataSource.Create(postgres.AdminConnectionString);
        Endpoint = new Endpoint(postgres.ConnectionString);
    }

    public Endpoint Endpoint { get; }

    public string AdminConnectionString => _postgres.AdminConnectionString;

    /// <summary>On whose disk commits are flushed.</summary>
    public string DataFolder { get; }

    public Version Version => _postgres.ServerVersion;

    /// <summary>Commits are flushed to disk, as in production. The rest keeps checkpoints out of the minutes that are measured.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["shared_buffers"] = "512MB",
        ["max_wal_size"] = "8GB",
        ["checkpoint_timeout"] = "1h",
        ["max_connections"] = "1000", // points of a series have a pool each
    };

    /// <param name="dataFolder">Where its data lie; <see langword="null"/> for the system's folder for temporary files.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PostgresNotFoundException">There is no PostgreSQL on this machine.</exception>
    /// <exception cref="PostgresStartException">There is one, but it does not start.</exception>
    public static async Task<BenchmarkServer> StartAsync(string? dataFolder, CancellationToken cancellationToken)
    {
        var options = new ThrowawayPostgresOptions { Durable = true, Settings = Settings, ParentDirectory = dataFolder };
        var server = new BenchmarkServer(await ThrowawayPostgres.StartAsync(options, cancellationToken), dataFolder);
        try
        {
            await using (var provider = AgentKitHost.CreateProvider(server.Endpoint))
            {
                await provider.GetRequiredService<IMigrator>().UpAsync(cancellationToken: cancellationToken);
            }

            await using var login = NpgsqlDataSource.Create(server.Endpoint.ConnectionString);
            await using var create = login.CreateCommand(SqlFiles.Read("server/baseline_schema.sql"));
            await create.ExecuteNonQueryAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>An empty database on the same server.</summary>
    public Task<ThrowawayDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) =>
        _postgres.CreateDatabaseAsync(cancellationToken: cancellationToken);

    /// <summary>How many bytes the server has written to its log so far.</summary>
    public async Task<long> WalPositionAsync(CancellationToken cancellationToken)
    {
        await using var command = _admin.CreateCommand(SqlFiles.Read("server/wal_position.sql"));
        return (long)(decimal)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Runs a statement as the superuser, whom row-level security does not bind.</summary>
    public async Task<object?> AsAdminAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = _admin.CreateCommand(sql);
        command.CommandTimeout = 0;
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
