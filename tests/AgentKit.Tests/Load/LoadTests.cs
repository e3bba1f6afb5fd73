using System.Globalization;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace AgentKit.Tests.Load;

/// <summary>
/// Many workers for a while: nothing is lost, nothing leaks, and nothing gets slower with age. A few seconds of it in every run; with
/// <c>AGENTKIT_SOAK=00:10:00</c> for as long as that and on a million turns, and only then is anything said about speed and memory, which need the
/// machine for themselves (<c>dotnet test --filter FullyQualifiedName~LoadTests</c>).
/// </summary>
public sealed class LoadTests(AgentKitFixture fixture, ITestOutputHelper output) : IClassFixture<AgentKitFixture>
{
    private const int Workers = 64;
    private const int Connections = 16;
    private const int TurnsOfAge = 1_000_000;

    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Workers_SixtyFourForAWhile_StayLevelAndLoseNothing()
    {
        var scope = AgentKitFixture.NewService();
        using var pool = new PoolCount(fixture.Database.Name);
        var before = (Server: await ConnectionsAsync(), Pool: pool.Read());
        var connection = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { MaxPoolSize = Connections };
        var provider = fixture.CreateProvider(options => options.ConnectionString = connection.ConnectionString);
        WorkerLoad load;
        IReadOnlyList<LoadInterval> intervals;
        await using (provider)
        {
            var aged = Soak.Time is null ? null : await AgeAsync(provider, scope);
            load = new WorkerLoad(provider, scope, turnsPerCommit: 1);
            await using var reader = new NpgsqlConnection(fixture.Database.AdminConnectionString + ";Pooling=false");
            await reader.OpenAsync();
            await using var control = new ControlLoad(fixture.Database.ConnectionString);
            intervals = await load.RunAsync(Workers, Soak.Time ?? Brief, control, i => HoldSnapshotAsync(reader, i));

            (await CountAsync("turns", scope)).Should().Be(load.Turns + (aged?.Turns ?? 0), "what was acknowledged is there, once");
            (await CountAsync("session_commits", scope) - await CountAsync("sessions", scope)).Should().Be(load.Commits + (aged?.Commits ?? 0));
            (await CountAsync("tool_runs", scope)).Should().Be(load.ToolRuns + (aged?.ToolRuns ?? 0));
            var pooled = pool.Read() - before.Pool;
            Print($"{Workers} workers, {load.Calls:N0} calls, of which {load.Commits:N0} commits, over {pooled} connections");
            pooled.Should().BePositive("that is what counts them");
        }

        foreach (var interval in intervals)
        {
            Print($"{interval.CallsPerSecond:N0} calls a second beside {interval.ControlPerSecond:N0} of control, {interval.Bytes >> 10:N0} KB held");
        }

        foreach (var table in await Ageing.ReadAsync(fixture.Database))
        {
            output.WriteLine(table.ToString());
        }

        await Eventually.HoldsAsync(async () => await ConnectionsAsync() <= before.Server);
        pool.Read().Should().Be(before.Pool, "a host that has ended leaves no connection");
        if (Soak.Time is not null)
        {
            output.WriteLine(await Ageing.ReadDensityAsync(fixture.Database));
            StaysLevel(intervals);
        }
    }

    [Fact]
    public async Task Hosts_ManyAtOnceWithSmallPools_AllStartAndLeaveNoConnection()
    {
        var hosts = Soak.Time is null ? 8 : 32;
        const int PoolSize = 2;
        const int CallsAtOnce = 16;
        var scope = AgentKitFixture.NewService();
        using var pool = new PoolCount(fixture.Database.Name);
        var before = (Server: await ConnectionsAsync(), Pool: pool.Read());
        var connection = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { MaxPoolSize = PoolSize, Timeout = 300 };
        var most = 0L;

        await Task.WhenAll(Enumerable.Range(0, hosts).Select(host => Task.Run(async () =>
        {
            await using var provider = fixture.CreateProvider(options =>
            {
                options.ConnectionString = connection.ConnectionString;
                options.Resilience = new() { CallTimeout = TimeSpan.FromMinutes(5) };
            });
            var sessions = provider.GetRequiredService<ISessionStore>();
            await Task.WhenAll(Enumerable.Range(0, CallsAtOnce).Select(async _ =>
            {
                var session = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
                await sessions.AppendAsync(scope, session.Id, new SessionCommit { Turns = [Turn.User("hi")] });
            }));
            most = Math.Max(most, await ConnectionsAsync());
        })));

        (await CountAsync("turns", scope)).Should().Be(hosts * CallsAtOnce);
        Print($"{hosts} hosts, {CallsAtOnce} calls at once each over {PoolSize} connections, at most {most - before.Server} connections seen");
        if (!TestPostgres.IsPooled) // a pooler keeps those to the server for whoever comes next
        {
            await Eventually.HoldsAsync(async () => await ConnectionsAsync() <= before.Server);
        }

        pool.Read().Should().Be(before.Pool);
    }

    /// <summary>From the third interval on somebody reads and does not end, so that nothing can be cleaned up; from the sixth on it can again.</summary>
    private static async Task HoldSnapshotAsync(NpgsqlConnection reader, int interval)
    {
        if (interval is 2 or 5)
        {
            await using var command = new NpgsqlCommand(
                interval == 2 ? "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM agentkit.sessions" : "ROLLBACK", reader);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Fills the tables with turns, by commits of many.</summary>
    private async Task<WorkerLoad> AgeAsync(IServiceProvider provider, AgentScope scope)
    {
        var load = new WorkerLoad(provider, scope, turnsPerCommit: 100);
        await using var control = new ControlLoad(fixture.Database.ConnectionString);
        while (load.Turns < TurnsOfAge)
        {
            await load.RunAsync(Workers, TimeSpan.FromSeconds(8), control, _ => Task.CompletedTask);
        }

        Print($"{load.Turns:N0} turns to begin with");
        return load;
    }

    /// <summary>Generous: checkpoints and vacuums come and go, which a load that writes nothing does not feel.</summary>
    private void StaysLevel(IReadOnlyList<LoadInterval> intervals)
    {
        var quarter = LoadInterval.Count / 4;
        var first = intervals.Take(quarter).Average(interval => interval.Relative);
        var last = intervals.TakeLast(quarter).Average(interval => interval.Relative);
        var heldFirst = intervals.Take(quarter).Average(interval => interval.Bytes);
        var heldLast = intervals.TakeLast(quarter).Average(interval => interval.Bytes);
        Print($"last quarter to first: throughput relative to the control {last / first:N2}, memory {heldLast / heldFirst:N2}");
        (last / first).Should().BeGreaterThan(0.5);
        heldLast.Should().BeLessThan((heldFirst * 1.5) + (16 << 20));
    }

    private Task<long> ConnectionsAsync() => Sql.ScalarAsync<long>(
        fixture.Database.AdminConnectionString,
        $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{fixture.Database.Name}' AND backend_type = 'client backend' AND pid <> pg_backend_pid()");

    private Task<long> CountAsync(string table, AgentScope scope) => Sql.ScalarAsync<long>(
        fixture.Database.AdminConnectionString, $"SELECT count(*) FROM agentkit.{table} WHERE workspace_id = '{scope.WorkspaceId}'");

    private void Print(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
