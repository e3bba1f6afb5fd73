using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Maintenance.Demo;

/// <summary>What a worker leaves behind that died more than a year ago, as far as its clock goes; leases end by the clock of the database.</summary>
internal static class Debris
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static async Task LeaveAsync(string connectionString, string workspace)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new PastTime(TimeSpan.FromDays(400)));
        services
            .AddAgentKit(options => (options.ConnectionString, options.MigrateAtStart) = (connectionString, true))
            .AddAgent(new AgentDefinition("support", "Support"));
        await using var provider = services.BuildServiceProvider();
        var scope = AgentScope.ForUser(workspace, "u-1");
        var past = provider.GetRequiredService<TimeProvider>().GetUtcNow();

        var sessions = provider.GetRequiredService<ISessionStore>();
        var old = await sessions.CreateAsync(scope, new NewSession("support") { Id = Guid.CreateVersion7(past), Title = "Long ago" });
        old = await sessions.CommitAsync(scope, old, new SessionCommit { Turns = [Turn.User("Thank you."), Turn.Assistant("You are welcome.")] });
        await sessions.CloseAsync(scope, old.Id);

        var session = await sessions.CreateAsync(scope, new NewSession("support") { Title = "Cut off" });
        var run = await provider.GetRequiredService<IRunStore>().StartAsync(scope, new NewRun(session.Id) { LeaseDuration = Shortest });
        await provider.GetRequiredService<IToolRunLog>().StartAsync(
            scope, new NewToolRun(session.Id, "find_order", JsonSerializer.SerializeToElement(new { })) { Id = Guid.CreateVersion7(past), RunId = run.Id });
        await provider.GetRequiredService<IBudgetStore>().ReserveAsync(
            scope, new NewReservation(session.Id) { RunId = run.Id, Tokens = 1_000, ExpiresAfter = Shortest });
        await provider.GetRequiredService<ITaskStore>().CreateAsync(
            scope, new NewTask("Call back", [new NewTaskStep("Call the customer back")]) { DueAt = past.AddDays(1) });
        await Task.Delay(Shortest + TimeSpan.FromMilliseconds(500)); // until its leases have ended
    }

    private sealed class PastTime(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - ago;
    }
}
