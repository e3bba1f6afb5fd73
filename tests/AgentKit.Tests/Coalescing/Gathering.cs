using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Tests.Coalescing;

/// <summary>
/// A host that coalesces, in which the first write stands at a lock and has the only place, so that all that comes after it gathers into
/// groups until it is let through.
/// </summary>
internal sealed class Gathering : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly Task _first;

    private Gathering(ServiceProvider provider, NpgsqlConnection connection, NpgsqlTransaction transaction, Task first)
    {
        Provider = provider;
        _connection = connection;
        _transaction = transaction;
        _first = first;
    }

    public ServiceProvider Provider { get; }

    /// <param name="fixture">The database.</param>
    /// <param name="hold">Takes the lock that the first write stands at, until it is let through.</param>
    /// <param name="first">The write that takes the place; one of the same kind and workspace as those to come.</param>
    /// <param name="configure">Further options.</param>
    public static async Task<Gathering> StartAsync(
        AgentKitFixture fixture, string hold, Func<IServiceProvider, Task> first, Action<AgentKitOptions>? configure = null)
    {
        var provider = fixture.CreateProvider(options =>
        {
            options.Coalescing = new() { Enabled = true, Concurrency = 1, MaxGroupSize = 1_000, Patience = TimeSpan.FromHours(1) };
            configure?.Invoke(options);
        });
        var connection = new NpgsqlConnection(fixture.Database.AdminConnectionString);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(hold, connection, transaction);
        await command.ExecuteNonQueryAsync();
        var waiting = first(provider);
        await Eventually.HoldsAsync(async () => await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString,
            $"SELECT count(*) FROM pg_stat_activity WHERE {connection.ProcessID} = ANY (pg_blocking_pids(pid))") > 0);
        return new(provider, connection, transaction, waiting);
    }

    /// <summary>A host in which commits to sessions of a scope's workspace gather.</summary>
    public static async Task<Gathering> OfCommitsAsync(AgentKitFixture fixture, AgentScope scope, Action<AgentKitOptions>? configure = null)
    {
        var gate = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        return await StartAsync(
            fixture,
            Holding(gate),
            services => services.GetRequiredService<ISessionStore>().AppendAsync(scope, gate.Id, new SessionCommit { Turns = [Turn.User("first")] }),
            configure);
    }

    /// <summary>Holds a session, which commits to it and tool runs in it wait for.</summary>
    public static string Holding(Session session) => $"SELECT FROM agentkit.sessions WHERE session_id = '{session.Id}' FOR UPDATE";

    public static string Holding(ToolRun toolRun) => $"SELECT FROM agentkit.tool_runs WHERE tool_run_id = '{toolRun.Id}' FOR UPDATE";

    public static string HoldingEvents() => "LOCK TABLE agentkit.events IN EXCLUSIVE MODE";

    public ISessionStore Sessions => Provider.GetRequiredService<ISessionStore>();

    public async Task LetThroughAsync()
    {
        await _transaction.RollbackAsync();
        await _first;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
