using System.Diagnostics;
using AgentKit.Testing;
using AgentKit.Tests.Faults.Loads;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace AgentKit.Tests.Faults;

/// <summary>
/// Writers of all kinds at once, while PostgreSQL crashes and comes back, or its processes are ended at random: they go on by themselves, and
/// nothing acknowledged is missing or there twice. With <c>AGENTKIT_SOAK=00:10:00</c> for as long as that.
/// </summary>
public sealed class CrashTests(AgentKitFixture fixture, ITestOutputHelper output) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task AllWriters_ServerCrashesAndComesBack_LoseAndDoubleNothing()
    {
        await using var server = await ThrowawayPostgres.StartAsync(
            new ThrowawayPostgresOptions { Durable = true, Source = PostgresSource.LocalBinaries });

        await RunAsync(server.ConnectionString, times: 2, async () =>
        {
            await server.StopServerAsync(immediate: true);
            await server.StartServerAsync();
        });
    }

    [Fact]
    public async Task AllWriters_ProcessesTerminatedAtRandom_LoseAndDoubleNothing()
    {
        await RunAsync(fixture.Database.ConnectionString, times: 20, () => Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            """
            SELECT pg_terminate_backend(pid)
            FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            ORDER BY random()
            LIMIT 2
            """));
    }

    private async Task RunAsync(string connectionString, int times, Func<Task> disturb)
    {
        void Configure(AgentKitOptions options)
        {
            options.ConnectionString = connectionString;
            options.MigrateAtStart = true;
            options.Resilience.TransientRetries = 0; // the writers send again themselves, and count
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
            options.Resilience.ConflictRetries = 1_000;
        }

        await using var provider = fixture.CreateProvider(Configure);
        await using var gathering = fixture.CreateProvider(options =>
        {
            Configure(options);
            options.Resilience.TransientRetries = 4;
            options.Coalescing.Enabled = true;
            options.Coalescing.Concurrency = 1;
        });
        var load = new WriterLoad(await MakeWritersAsync(provider, gathering));
        load.Start();
        var disturbed = 0;
        for (var clock = Stopwatch.StartNew(); disturbed < times || clock.Elapsed < Soak.Time; disturbed++)
        {
            await load.GoOnAsync(100);
            await disturb();
        }

        await load.GoOnAsync(100);
        await load.EndAsync();

        output.WriteLine($"{load.Acknowledged} calls acknowledged, {disturbed} times disturbed; sent again after "
            + string.Join(", ", load.Failures.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}")));
        load.Failures.Should().NotBeEmpty("whoever disturbs nothing shows nothing");
    }

    private static async Task<IReadOnlyList<IWriter>> MakeWritersAsync(ServiceProvider services, ServiceProvider gathering)
    {
        var scope = AgentKitFixture.NewUser();
        var sessions = services.GetRequiredService<ISessionStore>();
        Guid[] ids = new Guid[6];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = (await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent))).Id;
        }

        return
        [
            new TurnWriter(services, scope, ids[0], "one"),
            new TurnWriter(services, scope, ids[0], "two"),
            .. Enumerable.Range(1, 8).Select(i => new TurnWriter(gathering, scope, ids[1 + (i % 2)], $"in groups {i}")),
            new CountingWriter(services, scope, ids[3], "one"),
            new CountingWriter(services, scope, ids[3], "two"),
            new CountingWriter(gathering, scope, ids[3], "three"),
            new ToolRunWriter(gathering, scope, ids[4]),
            new TaskWriter(services, scope),
            new EventWriter(services, scope),
            new SpendingWriter(services, scope, ids[5]),
        ];
    }
}
