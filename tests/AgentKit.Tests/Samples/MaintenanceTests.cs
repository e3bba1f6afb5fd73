using AgentKit.Maintenance.Demo;
using AgentKit.Maintenance.Hosting;
using AgentKit.Maintenance.Working;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The worker that tidies up: everything that was left, once, workspace by workspace.</summary>
public sealed class MaintenanceTests
{
    [Fact]
    public async Task Round_AfterAWorkerHasDied_DealsWithEverythingThatItLeft()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Debris.LeaveAsync(database.ConnectionString, "acme");
        await Debris.LeaveAsync(database.ConnectionString, "globex");
        using var host = Create(database.ConnectionString);
        var round = host.Services.GetRequiredService<MaintenanceRound>();
        var options = host.Services.GetRequiredService<IOptions<MaintenanceOptions>>().Value;

        var first = await round.RunAsync("acme", options, CancellationToken.None);
        var second = await round.RunAsync("acme", options, CancellationToken.None);

        (first.ToolRuns, first.Runs, first.Tasks, first.Reservations).Should().Be((1, 1, 1, 1));
        first.RemovedRows.Should().BeGreaterThan(3, "the old session goes with its turns");
        (second with { RemovedRows = 0 }).Should().Be(MaintenanceReport.Nothing);
        var scope = AgentScope.ForService("globex");
        (await host.Services.GetRequiredService<IRunStore>().FindAbandonedAsync(scope)).Should().ContainSingle("it is another workspace");
        (await host.Services.GetRequiredService<ISessionStore>().ListAsync(scope)).Items.Should().HaveCount(2);
    }

    [Fact]
    public async Task Service_UntilItIsStopped_TidiesAndSaysSo()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Debris.LeaveAsync(database.ConnectionString, "acme");
        using var log = new CapturedLog();
        using var host = Create(database.ConnectionString, log);

        await host.StartAsync();
        await Eventually.HoldsAsync(() => log.Entries.Any(entry => entry.Message.StartsWith("The next round", StringComparison.Ordinal)));
        await host.StopAsync();

        log.Entries.Should().Contain(entry => entry.Message.StartsWith("Workspace acme: 1 orphaned tool runs, 1 abandoned runs"));
    }

    [Fact]
    public async Task Start_NoWorkspaces_SaysWhatToSet()
    {
        using var host = MaintenanceHost.Create(["--ConnectionStrings:AgentKit=Host=nowhere"]);

        (await host.Awaiting(h => h.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage("*Maintenance:Workspaces*");
    }

    private static IHost Create(string connectionString, CapturedLog? log = null) => MaintenanceHost.Create(
        [$"--ConnectionStrings:AgentKit={connectionString}", "--Maintenance:Workspaces:0=acme", "--Maintenance:Interval=01:00:00"],
        builder => log?.AddTo(builder.Services));
}
