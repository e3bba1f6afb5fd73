using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Tasks;

/// <summary>Random operations on a task, allowed or not: each has the outcome that the model foresees, and leaves what it foresees.</summary>
public sealed class TaskDerivationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Rounds = 40;
    private const int MostRounds = 200;
    private const int Operations = 60;

    private const string Done = "done";

    /// <summary>How many operations are tried on a task that is over for good.</summary>
    private const int OperationsAfterTheEnd = 5;

    private static readonly string[] Everything =
    [
        "claim", "no claim", Done, nameof(TaskLeaseLostException), nameof(InvalidTaskStateException), nameof(ApprovalAlreadyDecidedException),
        "refusal that takes steps along", "approval that is asked for again",
    ];

    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Status_AfterAnyOperations_IsThatOfTheModel()
    {
        var seed = RandomSeed.Next();
        Dictionary<string, int> outcomes = [];
        for (var round = 0; round < Rounds || (round < MostRounds && !Everything.All(outcomes.ContainsKey)); round++)
        {
            await RunAsync(new Random(seed + round), $"seed {seed} + {round}", outcomes);
        }

        outcomes.Keys.Should().Contain(Everything, $"the operations of seed {seed} are to try everything");
    }

    private async Task RunAsync(Random random, string seed, Dictionary<string, int> outcomes)
    {
        NewTaskStep[] steps = [.. Enumerable.Range(1, random.Next(1, 6)).Select(i => new NewTaskStep($"{i}") { RequiresApproval = random.Next(2) == 0 })];
        var created = await _tasks.CreateAsync(_scope, TaskSamples.New(steps));
        var model = new TaskModel(steps).Settle();
        Compare(created, model, $"{seed}: created");

        var end = Operations;
        for (var i = 0; i < end; i++)
        {
            var before = (Pending: model.Steps.Count(step => step.Status == TaskStepStatus.Pending), Decided: model.Steps.Count(step => step.IsDecided));
            var (name, expected, call) = Next(random, created.Id, model);
            var what = $"{seed}, operation {i}: {name}";
            var actual = await OutcomeAsync(call);
            actual.Should().Be(expected, what);
            Compare(await _tasks.GetAsync(_scope, created.Id), model, what);

            outcomes[expected] = outcomes.GetValueOrDefault(expected) + 1;
            if (name.StartsWith("decide", StringComparison.Ordinal) && before.Pending > model.Steps.Count(step => step.Status == TaskStepStatus.Pending))
            {
                outcomes["refusal that takes steps along"] = 1;
            }

            if (before.Decided > model.Steps.Count(step => step.IsDecided))
            {
                outcomes["approval that is asked for again"] = 1;
            }

            if (model.Status is AgentTaskStatus.Completed or AgentTaskStatus.Canceled)
            {
                end = Math.Min(end, i + OperationsAfterTheEnd);
            }
        }
    }

    /// <summary>One operation: what it is, what the model says of it, and how to ask the database for it.</summary>
    private (string Name, string Expected, Func<Task<string>> Call) Next(Random random, Guid id, TaskModel model)
    {
        var n = random.Next(1, model.Steps.Count + 1);
        if (random.Next(3) > 0)
        {
            n = model.Steps.FindIndex(step => step.Status is not (TaskStepStatus.Completed or TaskStepStatus.Skipped)) is >= 0 and var next ? next + 1 : n;
        }

        var token = random.Next(5) == 0 ? Math.Max(model.Token - 1, 0) : model.Token;
        var lease = new TaskLease(id, token, "w", default);
        var (approves, again, attempt) = (random.Next(5) > 0, random.Next(2) == 0, Math.Max(model.Steps[n - 1].Attempt - (random.Next(4) / 3), 1));
        switch (random.Next(100))
        {
            case < 20:
                return ("claim", model.Claim() ? "claim" : "no claim", async () =>
                    await _tasks.ClaimAsync(_scope, TaskSamples.Claim() with { TaskId = id }) is null ? "no claim" : "claim");
            case < 40:
                return Operation($"start {n} under {token}", model.Work(n, token, TaskStepStatus.InProgress), () => _tasks.StartStepAsync(_scope, lease, n));
            case < 50:
                return Operation($"complete {n} under {token}", model.Work(n, token, TaskStepStatus.Completed), () => _tasks.CompleteStepAsync(_scope, lease, n));
            case < 62:
                return Operation($"fail {n} under {token}", model.Work(n, token, TaskStepStatus.Failed), () => _tasks.FailStepAsync(_scope, lease, n, "x"));
            case < 64:
                return Operation($"skip {n} under {token}", model.Work(n, token, TaskStepStatus.Skipped), () => _tasks.SkipStepAsync(_scope, lease, n));
            case < 67:
                return Operation($"release {token}", model.Release(token), () => _tasks.ReleaseAsync(_scope, lease));
            case < 69:
                return Operation($"skip {n}", model.Skip(n), () => _tasks.SkipStepAsync(_scope, id, n));
            case < 84:
                return Operation(
                    $"retry {n} of attempt {attempt}, asking {again}", model.Retry(n, attempt, again), () => _tasks.RetryStepAsync(_scope, id, n, attempt, again));
            case < 99:
                return Operation(
                    $"decide on {n}: {approves}", model.Decide(n, approves), () => approves ? _tasks.ApproveAsync(_scope, id, n) : _tasks.RejectAsync(_scope, id, n));
            default:
                return Operation("cancel", model.Cancel(), () => _tasks.CancelAsync(_scope, id));
        }
    }

    private static (string Name, string Expected, Func<Task<string>> Call) Operation(string name, Type? error, Func<Task<AgentTask>> call) =>
        (name, error?.Name ?? Done, () => DoneAsync(call));

    private static async Task<string> DoneAsync(Func<Task<AgentTask>> call)
    {
        await call();
        return Done;
    }

    private static async Task<string> OutcomeAsync(Func<Task<string>> call)
    {
        try
        {
            return await call();
        }
        catch (AgentKitException error)
        {
            return error.GetType().Name;
        }
    }

    private static void Compare(AgentTask task, TaskModel model, string what)
    {
        task.Steps.Select(step => (step.Status, step.Attempt)).Should().Equal(model.Steps.Select(step => (step.Status, step.Attempt)), what);
        task.Status.Should().Be(model.Status, what);
        (task.FencingToken, task.Worker is not null).Should().Be((model.Token, model.IsHeld), what);
        (task.CompletedAt is not null).Should().Be(
            task.Status is AgentTaskStatus.Completed or AgentTaskStatus.Failed or AgentTaskStatus.Canceled, what);
    }
}
