using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Tasks;

public sealed class TaskApprovalTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly FixedTime _clock = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    private AgentScope Service => AgentScope.ForService(_scope.WorkspaceId);

    [Fact]
    public async Task ApproveAsync_StepThatWaits_IsPendingAndTheTaskClaimable()
    {
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(_clock));
        var task = await WaitingAsync();
        var decision = new NewDecision { Comment = "fine" };

        task = await provider.GetRequiredService<ITaskStore>().ApproveAsync(_scope, task.Id, 1, decision);

        (task.Status, task.Steps[0].Status).Should().Be((AgentTaskStatus.Pending, TaskStepStatus.Pending));
        task.Steps[0].Decision.Should().Be(
            new ApprovalDecision(decision.OperationId, true, _scope.UserId!, _clock.GetUtcNow(), "fine"));
        var lease = await _tasks.ClaimAgainAsync(_scope, task.Id);
        (await _tasks.DoStepAsync(_scope, lease, 1)).Status.Should().Be(AgentTaskStatus.WaitingApproval, "the second step waits too");
    }

    [Fact]
    public async Task RejectAsync_StepThatWaits_CancelsTheTask()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Gated, TaskSamples.Free);
        await _tasks.DoStepAsync(_scope, lease, 1);

        task = await _tasks.RejectAsync(_scope, task.Id, 2, new() { Comment = "too much" });

        (task.Status, task.StatusReason).Should().Be((AgentTaskStatus.Canceled, "too much"));
        task.Statuses().Should().Equal(TaskStepStatus.Completed, TaskStepStatus.Canceled, TaskStepStatus.Canceled);
        task.Steps[1].Decision!.IsApproved.Should().BeFalse();
        task.Steps[2].Decision.Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decision_AfterTheFirst_SaysWhoDecidedAndWhen(bool firstApproves)
    {
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(_clock));
        var tasks = provider.GetRequiredService<ITaskStore>();
        var task = await WaitingAsync();
        var first = new NewDecision { Approver = "ana" };
        await DecideAsync(tasks, Service, task.Id, firstApproves, first);
        var decidedAt = _clock.GetUtcNow();
        _clock.Advance(TaskSamples.Hour);

        foreach (var (approves, decision) in new (bool, NewDecision)[] { (true, new()), (false, new()), (!firstApproves, first) })
        {
            var late = () => DecideAsync(tasks, Service, task.Id, approves, decision with { Approver = "ben" });
            (await late.Should().ThrowAsync<ApprovalAlreadyDecidedException>()).Which.Should().BeEquivalentTo(new
            {
                TaskId = task.Id,
                StepNumber = 1,
                IsApproved = firstApproves,
                DecidedBy = "ana",
                DecidedAt = decidedAt,
            });
        }

        (await tasks.GetAsync(_scope, task.Id)).Steps[0].Decision!.OperationId.Should().Be(first.OperationId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decision_SentAgainUnderItsOperationId_ReturnsTheTask(bool approves)
    {
        var task = await WaitingAsync();
        var decision = new NewDecision { Approver = "ana" };
        var decided = await DecideAsync(_tasks, Service, task.Id, approves, decision);

        var again = await DecideAsync(_tasks, Service, task.Id, approves, decision with { Approver = "ben", Comment = "changed" });

        again.Steps[0].Decision.Should().Be(decided.Steps[0].Decision);
        again.UpdatedAt.Should().Be(decided.UpdatedAt, "nothing was written");
    }

    [Fact]
    public async Task Decision_SentAgainAfterTheWorkHasGoneOn_ReturnsTheTaskAsItIs()
    {
        var task = await WaitingAsync();
        var decision = new NewDecision();
        await _tasks.ApproveAsync(_scope, task.Id, 1, decision);
        await _tasks.DoStepAsync(_scope, await _tasks.ClaimAgainAsync(_scope, task.Id), 1);

        (await _tasks.ApproveAsync(_scope, task.Id, 1, decision)).Steps[0].Status.Should().Be(TaskStepStatus.Completed);
    }

    [Fact]
    public async Task Decision_ByAHundredAtOnce_ExactlyOneWins()
    {
        var task = await WaitingAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            var approver = $"u-{i}";
            try
            {
                await DecideAsync(_tasks, Service, task.Id, approves: i % 2 == 0, new() { Approver = approver });
                return (Approver: approver, Winner: approver);
            }
            catch (ApprovalAlreadyDecidedException error)
            {
                return (Approver: approver, Winner: error.DecidedBy);
            }
        }));

        var winner = (await _tasks.GetAsync(_scope, task.Id)).Steps[0].Decision!.DecidedBy;
        outcomes.Should().OnlyContain(outcome => outcome.Winner == winner);
        outcomes.Should().ContainSingle(outcome => outcome.Approver == winner);
    }

    [Fact]
    public async Task Decision_StepThatDoesNotWait_IsRefused()
    {
        var task = await _tasks.CreateAsync(_scope, TaskSamples.New(TaskSamples.Free, TaskSamples.Gated));
        var canceled = await WaitingAsync();
        await _tasks.CancelAsync(_scope, canceled.Id);

        foreach (var (id, step) in new[] { (task.Id, 1), (task.Id, 2), (canceled.Id, 1) })
        {
            await _tasks.Awaiting(tasks => tasks.ApproveAsync(_scope, id, step)).Should().ThrowAsync<InvalidTaskStateException>();
            await _tasks.Awaiting(tasks => tasks.RejectAsync(_scope, id, step)).Should().ThrowAsync<InvalidTaskStateException>();
        }
    }

    [Fact]
    public async Task Approver_OfEachScope_IsItsUserOrTheOneThatAServiceNames()
    {
        var id = (await WaitingAsync()).Id;
        var boss = AgentScope.ForAdmin(_scope.WorkspaceId, "boss");

        await _tasks.Awaiting(tasks => tasks.ApproveAsync(Service, id, 1)).Should().ThrowAsync<ArgumentException>();
        await _tasks.Awaiting(tasks => tasks.ApproveAsync(_scope, id, 1, new() { Approver = "boss" })).Should().ThrowAsync<ArgumentException>();
        await _tasks.Awaiting(tasks => tasks.ApproveAsync(boss, id, 1)).Should().ThrowAsync<AccessDeniedException>(
            "an admin writes only their own rows");
        (await _tasks.ApproveAsync(AgentScope.ForService(_scope.WorkspaceId, "boss"), id, 1))
            .Should().BeEquivalentTo(new { UserId = _scope.UserId, Steps = new[] { new { Decision = new { DecidedBy = "boss" } }, null } },
                options => options.Using<TaskStep?>(_ => { }).When(info => info.Path == "Steps[1]"));
    }

    [Fact]
    public async Task RetryStepAsync_ApprovedStep_StaysApprovedUnlessAskedOtherwise()
    {
        var task = await _tasks.CreateAsync(_scope, TaskSamples.New(TaskSamples.Gated));
        var first = new NewDecision { Comment = "first" };
        await _tasks.ApproveAsync(_scope, task.Id, 1, first);
        await FailAsync(task.Id);

        task = await _tasks.RetryStepAsync(_scope, task.Id, 1, 1);
        (task.Status, task.Steps[0].Decision!.IsApproved).Should().Be((AgentTaskStatus.Pending, true));
        await FailAsync(task.Id);

        task = await _tasks.RetryStepAsync(_scope, task.Id, 1, 2, approveAgain: true);
        (task.Status, task.Steps[0].Decision).Should().Be((AgentTaskStatus.WaitingApproval, null));
        task.Steps[0].EarlierDecisions.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { first.OperationId, IsApproved = true, DecidedBy = _scope.UserId, Comment = "first" });

        (await _tasks.ApproveAsync(_scope, task.Id, 1, first)).Status.Should().Be(
            AgentTaskStatus.WaitingApproval, "the first decision was set aside and does not count twice");
        task = await _tasks.RejectAsync(_scope, task.Id, 1);
        (task.Status, task.Steps[0].EarlierDecisions.Count).Should().Be((AgentTaskStatus.Canceled, 1));
    }

    private Task<AgentTask> WaitingAsync() => _tasks.CreateAsync(_scope, TaskSamples.New(TaskSamples.Gated, TaskSamples.Gated));

    private async Task FailAsync(Guid taskId)
    {
        var lease = await _tasks.ClaimAgainAsync(_scope, taskId);
        await _tasks.StartStepAsync(_scope, lease, 1);
        await _tasks.FailStepAsync(_scope, lease, 1, "x");
    }

    private static Task<AgentTask> DecideAsync(ITaskStore tasks, AgentScope scope, Guid taskId, bool approves, NewDecision decision) =>
        approves ? tasks.ApproveAsync(scope, taskId, 1, decision) : tasks.RejectAsync(scope, taskId, 1, decision);
}
