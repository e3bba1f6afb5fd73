using AgentKit.Maintenance.Hosting;
using AgentKit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AgentKit.Maintenance.Demo;

/// <summary>Plays by itself: leaves a mess on a throw-away PostgreSQL, lets the service clear it up twice, and ends.</summary>
internal static class TidyDemo
{
    public const string Workspace = "acme";

    public static async Task<int> RunAsync(string[] args)
    {
        Console.WriteLine("No database is named (ConnectionStrings:AgentKit or AGENTKIT_CONNECTION_STRING): a demo on a throw-away PostgreSQL.");
        await using var postgres = await ThrowawayPostgres.StartAsync();
        await Debris.LeaveAsync(postgres.ConnectionString, Workspace);
        Console.WriteLine("A worker has died: a tool run, a run, a reservation and a task are left, and a session that was closed a year ago.");

        using var metrics = new ConsoleMetrics(Console.Out);
        string[] settings =
        [
            .. args,
            $"--ConnectionStrings:AgentKit={postgres.ConnectionString}",
            $"--Maintenance:Workspaces:0={Workspace}",
            "--Maintenance:Interval=00:00:02",
            "--Maintenance:Jitter=00:00:00.5",
        ];
        using (var host = MaintenanceHost.Create(settings))
        {
            await host.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(4), host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Console.WriteLine($"Health: {string.Join(", ", health.Entries.Select(entry => $"{entry.Key} {entry.Value.Status}"))}");
            await host.StopAsync();
        }

        Console.WriteLine("Measured (how often, and the mean):");
        metrics.Print();
        return 0;
    }
}
