using AgentKit.Tests.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class TaskOperations : IStoreOperations
{
    public Type Store => typeof(ITaskStore);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["CreateAsync(NewTask)"] = new(stage =>
        {
            var task = TaskSamples.New(TaskSamples.Gated, TaskSamples.Free);
            return async (services, token) => await Tasks(services).CreateAsync(stage.User, task, token);
        }),
        ["ClaimAsync(NewClaim)"] = new(async stage =>
        {
            await stage.Get<ITaskStore>().CreateAsync(stage.User, TaskSamples.New());
            await stage.Get<ITaskStore>().CreateAsync(stage.User, TaskSamples.New());
            var claim = TaskSamples.Claim();
            return async (services, token) => await Tasks(services).ClaimAsync(stage.User, claim, token);
        }),
        ["RenewAsync(TaskLease, TimeSpan)"] = Claimed((stage, lease) => async (tasks, token) =>
            await tasks.RenewAsync(stage.User, lease, TaskSamples.Hour, token)),
        ["ReleaseAsync(TaskLease)"] = Claimed((stage, lease) => async (tasks, token) => await tasks.ReleaseAsync(stage.User, lease, token)),
        ["StartStepAsync(TaskLease, int)"] = Claimed((stage, lease) => async (tasks, token) =>
            await tasks.StartStepAsync(stage.User, lease, 1, token)),
        ["CompleteStepAsync(TaskLease, int, JsonElement?)"] = Begun((stage, lease) => async (tasks, token) =>
            await tasks.CompleteStepAsync(stage.User, lease, 1, Stage.Json, token)),
        ["FailStepAsync(TaskLease, int, string)"] = Begun((stage, lease) => async (tasks, token) =>
            await tasks.FailStepAsync(stage.User, lease, 1, "x", token)),
        ["SkipStepAsync(TaskLease, int, string)"] = Claimed((stage, lease) => async (tasks, token) =>
            await tasks.SkipStepAsync(stage.User, lease, 1, "r", token)),
        ["SkipStepAsync(Guid, int, string)"] = Waiting((stage, id) => async (tasks, token) =>
            await tasks.SkipStepAsync(stage.User, id, 1, "r", token)),
        ["RetryStepAsync(Guid, int, int, bool)"] = new(async stage =>
        {
            var (_, task) = await stage.Get<ITaskStore>().FailNewAsync(stage.User);
            return async (services, token) => await Tasks(services).RetryStepAsync(stage.User, task.Id, 1, 1, cancellationToken: token);
        }),
        ["ApproveAsync(Guid, int, NewDecision)"] = Waiting((stage, id) =>
        {
            var decision = new NewDecision { Comment = "yes" };
            return async (tasks, token) => await tasks.ApproveAsync(stage.User, id, 1, decision, token);
        }),
        ["RejectAsync(Guid, int, NewDecision)"] = Waiting((stage, id) =>
        {
            var decision = new NewDecision { Comment = "no" };
            return async (tasks, token) => await tasks.RejectAsync(stage.User, id, 1, decision, token);
        }),
        ["CancelAsync(Guid, string)"] = Waiting((stage, id) => async (tasks, token) => await tasks.CancelAsync(stage.User, id, "r", token)),
        ["FailOverdueAsync(int)"] = new(async stage =>
        {
            await stage.Get<ITaskStore>().CreateAsync(stage.User, TaskSamples.New() with { DueAt = DateTimeOffset.UnixEpoch });
            return async (services, token) => await Tasks(services).FailOverdueAsync(stage.User, cancellationToken: token);
        })
        {
            AnswersTheSame = false,
        },
    };

    private static ITaskStore Tasks(IServiceProvider services) => services.GetRequiredService<ITaskStore>();

    private static Operation Claimed(Func<Stage, TaskLease, Func<ITaskStore, CancellationToken, Task<object?>>> prepare) =>
        Of(async stage => (await stage.TaskAsync(TaskSamples.Free, TaskSamples.Free)).Lease, prepare);

    private static Operation Begun(Func<Stage, TaskLease, Func<ITaskStore, CancellationToken, Task<object?>>> prepare) =>
        Of(stage => stage.BegunAsync(TaskSamples.Free, TaskSamples.Gated), prepare);

    private static Operation Waiting(Func<Stage, Guid, Func<ITaskStore, CancellationToken, Task<object?>>> prepare) => Of(
        async stage => (await stage.Get<ITaskStore>().CreateAsync(stage.User, TaskSamples.New(TaskSamples.Gated, TaskSamples.Free))).Id,
        prepare);

    private static Operation Of<T>(
        Func<Stage, Task<T>> make, Func<Stage, T, Func<ITaskStore, CancellationToken, Task<object?>>> prepare) =>
        new(async stage =>
        {
            var send = prepare(stage, await make(stage));
            return (services, token) => send(Tasks(services), token);
        });
}
