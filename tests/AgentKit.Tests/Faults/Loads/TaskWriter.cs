using AgentKit.Tests.Tasks;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Loads;

/// <summary>Creates a task, has it approved, claims it and does its work.</summary>
internal sealed class TaskWriter(IServiceProvider services, AgentScope scope) : IWriter
{
    private readonly ITaskStore _tasks = services.GetRequiredService<ITaskStore>();
    private readonly List<Guid> _begun = [];

    public IEnumerable<Func<Task>> Begin(int round)
    {
        var task = TaskSamples.New(TaskSamples.Gated);
        var claim = TaskSamples.Claim() with { TaskId = task.Id };
        var decision = new NewDecision();
        TaskLease lease = null!;
        _begun.Add(task.Id);
        yield return () => _tasks.CreateAsync(scope, task);
        yield return () => _tasks.ApproveAsync(scope, task.Id, 1, decision);
        yield return async () => lease = (await _tasks.ClaimAsync(scope, claim))!.Lease;
        yield return () => _tasks.StartStepAsync(scope, lease, 1);
        yield return () => _tasks.CompleteStepAsync(scope, lease, 1);
    }

    public async Task CheckAsync()
    {
        foreach (var id in _begun)
        {
            var task = await _tasks.GetAsync(scope, id);
            (task.Status, task.FencingToken).Should().Be((AgentTaskStatus.Completed, 1));
            task.Steps.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Attempt = 1, Status = TaskStepStatus.Completed });
        }
    }
}
