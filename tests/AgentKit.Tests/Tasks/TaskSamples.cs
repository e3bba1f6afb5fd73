using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Tasks;

/// <summary>What the tests of tasks start from.</summary>
internal static class TaskSamples
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static NewTaskStep Free { get; } = new("work");

    public static NewTaskStep Gated { get; } = new("pay") { RequiresApproval = true };

    public static NewTask New(params NewTaskStep[] steps) => new("refund", steps.Length == 0 ? [Free] : steps);

    public static NewClaim Claim(string worker = "worker-1") => new(worker, Hour);

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    /// <summary>Creates a task and claims it.</summary>
    public static async Task<ClaimedTask> ClaimNewAsync(this ITaskStore tasks, AgentScope scope, params NewTaskStep[] steps)
    {
        var task = await tasks.CreateAsync(scope, New(steps));
        return (await tasks.ClaimAsync(scope, Claim() with { TaskId = task.Id }))!;
    }

    /// <summary>Claims a task again, which somebody has left or a person has opened.</summary>
    public static async Task<TaskLease> ClaimAgainAsync(this ITaskStore tasks, AgentScope scope, Guid taskId, string worker = "worker-2") =>
        (await tasks.ClaimAsync(scope, Claim(worker) with { TaskId = taskId }))!.Lease;

    /// <summary>Starts and completes a step.</summary>
    public static async Task<AgentTask> DoStepAsync(this ITaskStore tasks, AgentScope scope, TaskLease lease, int stepNumber)
    {
        await tasks.StartStepAsync(scope, lease, stepNumber);
        return await tasks.CompleteStepAsync(scope, lease, stepNumber);
    }

    /// <summary>A task whose first step has failed.</summary>
    public static async Task<(TaskLease Lease, AgentTask Task)> FailNewAsync(
        this ITaskStore tasks, AgentScope scope, params NewTaskStep[] steps)
    {
        var (lease, _) = await tasks.ClaimNewAsync(scope, steps);
        await tasks.StartStepAsync(scope, lease, 1);
        return (lease, await tasks.FailStepAsync(scope, lease, 1, "no answer"));
    }

    public static IEnumerable<TaskStepStatus> Statuses(this AgentTask task) => task.Steps.Select(step => step.Status);

    /// <summary>The worker has died, and its lease has run out.</summary>
    public static Task ExpireAsync(this AgentKitFixture fixture, Guid taskId) => Sql.ExecuteAsync(
        fixture.Database.AdminConnectionString,
        $"UPDATE agentkit.tasks SET lease_expires_at = now() - interval '1 second' WHERE task_id = '{taskId}'");
}
