using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Runs;

/// <summary>What the tests of runs and budgets start from.</summary>
internal static class RunSamples
{
    public static readonly Usage Usage = new() { InputTokens = 70, OutputTokens = 30, Cost = 0.25m };

    public static IRunStore Runs(this AgentKitFixture fixture) => fixture.Get<IRunStore>();

    public static async Task<Session> NewSessionAsync(this AgentKitFixture fixture, AgentScope scope) =>
        await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));

    /// <summary>A run that this process holds, in a session of its own.</summary>
    public static async Task<Run> NewRunAsync(this AgentKitFixture fixture, AgentScope scope) =>
        await fixture.Runs().StartAsync(scope, new NewRun((await fixture.NewSessionAsync(scope)).Id));

    /// <summary>Time passes for the lease, whatever the clocks say.</summary>
    public static Task ExpireAsync(this AgentKitFixture fixture, Guid runId) => Sql.ExecuteAsync(
        fixture.Database.AdminConnectionString,
        $"UPDATE agentkit.runs SET lease_expires_at = now() - interval '1 second' WHERE run_id = '{runId}'");

    public static SessionCommit Commit(Run run, string text = "hi") => new()
    {
        Turns = [Turn.Assistant(text, Usage)],
        Run = run.Lease,
    };
}
