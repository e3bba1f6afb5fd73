using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Tests.HighAvailability;

/// <summary>A primary with a streaming replica, and AgentKit on a connection string that names both.</summary>
internal sealed class ReplicatedPostgres : IAsyncDisposable
{
    private static readonly ThrowawayPostgresOptions Options = new()
    {
        Source = PostgresSource.LocalBinaries,

        // A commit is written, and waited for where a standby is to have it; what a power cut would lose is no matter here.
        Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on" },
    };

    private readonly ThrowawayPostgres _primary;
    private readonly StandbyServer _standby;

    private ReplicatedPostgres(ThrowawayPostgres primary, StandbyServer standby) => (_primary, _standby) = (primary, standby);

    /// <summary>Both hosts, and the wish for whichever is the primary.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_primary.ConnectionString)
    {
        Host = $"127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port}",
        TargetSessionAttributes = "primary",
        HostRecheckSeconds = 1,
    }.ConnectionString;

    /// <summary>A data source of a host that has several; asked without a wish, it would hand out the standby, which comes first.</summary>
    public NpgsqlMultiHostDataSource CreateDataSource()
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Host = $"127.0.0.1:{_standby.Port},127.0.0.1:{_primary.Port}",
            TargetSessionAttributes = null,
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost();
    }

    /// <summary>A migrated database on both.</summary>
    /// <param name="isSynchronous">Whether a commit is acknowledged only when the standby has it.</param>
    public static async Task<ReplicatedPostgres> StartAsync(bool isSynchronous)
    {
        var primary = await ThrowawayPostgres.StartAsync(Options);
        StandbyServer? standby = null;
        try
        {
            await using (var migrator = TestMigrator.For(primary.ConnectionString))
            {
                await migrator.UpAsync();
            }

            standby = await StandbyServer.StartAsync(primary);
            if (isSynchronous)
            {
                await Sql.ExecuteAsync(primary.AdminConnectionString, "ALTER SYSTEM SET synchronous_standby_names = '*'");
                await Sql.ExecuteAsync(primary.AdminConnectionString, "SELECT pg_reload_conf()");
            }

            var state = isSynchronous ? "sync" : "async";
            await Eventually.HoldsAsync(async () => await Sql.ScalarAsync<bool>(
                primary.AdminConnectionString,
                $"SELECT EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = '{state}')"));
            return new(primary, standby);
        }
        catch
        {
            await using var _ = primary;
            await (standby?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>AgentKit as a host has it; nothing in it but the connection string is about several servers.</summary>
    public ServiceProvider CreateProvider(Action<AgentKitOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services
            .AddAgentKit(options =>
            {
                options.ConnectionString = ConnectionString;
                configure?.Invoke(options);
            })
            .AddAgent(new AgentDefinition(AgentKitFixture.Agent, "Support"));
        return services.BuildServiceProvider();
    }

    /// <summary>From now on the standby receives nothing, as when the network between the two has failed.</summary>
    public async Task CutReplicationAsync()
    {
        var standby = _standby.At(_primary.AdminConnectionString);
        await Sql.ExecuteAsync(standby, "ALTER SYSTEM SET primary_conninfo = ''");
        await Sql.ExecuteAsync(standby, "SELECT pg_reload_conf()");
        await Eventually.HoldsAsync(async () =>
            !await Sql.ScalarAsync<bool>(standby, "SELECT EXISTS (SELECT FROM pg_stat_wal_receiver)"));
    }

    /// <summary>The primary crashes, and does not come back.</summary>
    public Task CrashPrimaryAsync() => _primary.StopServerAsync(immediate: true);

    public Task PromoteStandbyAsync() => _standby.PromoteAsync();

    public async ValueTask DisposeAsync()
    {
        await using var _ = _primary;
        await _standby.DisposeAsync();
    }
}
