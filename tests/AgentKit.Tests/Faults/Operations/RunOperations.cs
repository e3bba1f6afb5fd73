using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class RunOperations : IStoreOperations
{
    public Type Store => typeof(IRunStore);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["StartAsync(NewRun)"] = new(async stage =>
        {
            var run = new NewRun((await stage.SessionAsync()).Id) { AgentId = AgentKitFixture.Agent };
            return async (services, token) => await Runs(services).StartAsync(stage.User, run, token);
        }),
        ["AddUsageAsync(Guid, Guid, Usage, Guid?, Guid?)"] = OfRun((stage, run) =>
        {
            var operationId = Guid.CreateVersion7();
            return async (runs, token) => await runs.AddUsageAsync(
                stage.User, run.SessionId, run.Id, RunSamples.Usage, operationId: operationId, cancellationToken: token);
        }),
        ["RenewAsync(RunLease, TimeSpan?)"] = OfRun((stage, run) => async (runs, token) =>
            await runs.RenewAsync(stage.User, run.Lease, cancellationToken: token)),
        ["SaveCheckpointAsync(RunLease, JsonElement, string)"] = OfRun((stage, run) => async (runs, token) =>
            await runs.SaveCheckpointAsync(stage.User, run.Lease, Stage.Json, "p", token)),
        ["SetProviderSessionAsync(RunLease, string)"] = OfRun((stage, run) => async (runs, token) =>
            await runs.SetProviderSessionAsync(stage.User, run.Lease, "p", token)),
        ["CompleteAsync(RunLease)"] = OfRun((stage, run) => async (runs, token) => await runs.CompleteAsync(stage.User, run.Lease, token)),
        ["FailAsync(RunLease, RunError)"] = OfRun((stage, run) => async (runs, token) =>
            await runs.FailAsync(stage.User, run.Lease, new RunError("x"), token)),
        ["CancelAsync(Guid, string)"] = OfRun((stage, run) => async (runs, token) => await runs.CancelAsync(stage.User, run.Id, "r", token)),
        ["CancelAsync(RunLease, string)"] = OfRun((stage, run) => async (runs, token) => await runs.CancelAsync(stage.User, run.Lease, "r", token)),
        ["TakeOverAsync(Guid, string, TimeSpan?, Guid?)"] = new(async stage =>
        {
            var run = await stage.RunAsync();
            await stage.Fixture.ExpireAsync(run.Id);
            var claimId = Guid.CreateVersion7();
            return async (services, token) => await Runs(services).TakeOverAsync(
                stage.User, run.Id, "w", claimId: claimId, cancellationToken: token);
        }),
    };

    private static IRunStore Runs(IServiceProvider services) => services.GetRequiredService<IRunStore>();

    private static Operation OfRun(Func<Stage, Run, Func<IRunStore, CancellationToken, Task<object?>>> prepare) => new(async stage =>
    {
        var send = prepare(stage, await stage.RunAsync());
        return (services, token) => send(Runs(services), token);
    });
}
