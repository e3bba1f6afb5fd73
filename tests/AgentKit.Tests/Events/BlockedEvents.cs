using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using Npgsql;

namespace AgentKit.Tests.Events;

/// <summary>Nobody writes events until it is disposed: somebody holds the whole table.</summary>
internal sealed class BlockedEvents : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly NpgsqlConnection _holder;
    private readonly string _connectionString;

    private BlockedEvents(NpgsqlDataSource dataSource, NpgsqlConnection holder, string connectionString)
    {
        _dataSource = dataSource;
        _holder = holder;
        _connectionString = connectionString;
    }

    public static async Task<BlockedEvents> StartAsync(AgentKitFixture fixture)
    {
        var connectionString = fixture.Database.AdminConnectionString;
        var dataSource = NpgsqlDataSource.Create(connectionString);
        var holder = await dataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE agentkit.events IN ACCESS EXCLUSIVE MODE", holder);
        await command.ExecuteNonQueryAsync();
        return new(dataSource, holder, connectionString);
    }

    /// <summary>Until so many statements stand before the table.</summary>
    public Task WaitForWaitersAsync(int count) => Eventually.HoldsAsync(async () => await Sql.ScalarAsync<long>(
        _connectionString,
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'agentkit.events'::regclass") >= count);

    public async ValueTask DisposeAsync()
    {
        await _holder.DisposeAsync();
        await _dataSource.DisposeAsync();
    }
}
