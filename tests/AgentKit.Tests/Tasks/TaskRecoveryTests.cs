using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Tasks;

/// <summary>Retry, skip and cancel.</summary>
public sealed class TaskRecoveryTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task RetryStepAsync_FailedStep_OpensTheTaskAgain()
    {
        var (_, failed) = await _tasks.FailNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);

        var task = await _tasks.RetryStepAsync(_scope, failed.Id, 1, failedAttempt: 1);

        (task.Status, task.StatusReason, task.CompletedAt).Should().Be((AgentTaskStatus.Pending, null, null));
        task.StartedAt.Should().Be(failed.StartedAt, "the task had begun before");
        var step = task.Steps[0];
        (step.Status, step.Attempt, step.StatusReason, step.StartedAt, step.CompletedAt)
            .Should().Be((TaskStepStatus.Pending, 2, null, null, null));
        (await _tasks.DoStepAsync(_scope, await _tasks.ClaimAgainAsync(_scope, task.Id), 1)).Steps[0].Attempt.Should().Be(2);
    }

    [Fact]
    public async Task RetryStepAsync_ByTenAtOnce_IsOneAttempt()
    {
        var (_, failed) = await _tasks.FailNewAsync(_scope);

        var retried = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _tasks.RetryStepAsync(_scope, failed.Id, 1, 1)));

        retried.Should().OnlyContain(task => task.Steps[0].Attempt == 2);
        var lease = await _tasks.ClaimAgainAsync(_scope, failed.Id);
        await _tasks.StartStepAsync(_scope, lease, 1);
        await _tasks.FailStepAsync(_scope, lease, 1, "again");
        (await _tasks.RetryStepAsync(_scope, failed.Id, 1, 1)).Status.Should().Be(AgentTaskStatus.Failed, "attempt 1 was retried already");
        (await _tasks.RetryStepAsync(_scope, failed.Id, 1, 2)).Steps[0].Attempt.Should().Be(3);
    }

    [Fact]
    public async Task RetryStepAsync_StepThatHasNotFailed_IsRefused()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);

        await _tasks.Awaiting(tasks => tasks.RetryStepAsync(_scope, task.Id, 1, 1)).Should().ThrowAsync<InvalidTaskStateException>();
        await _tasks.StartStepAsync(_scope, lease, 1);
        await _tasks.FailStepAsync(_scope, lease, 1, "x");
        (await _tasks.Awaiting(tasks => tasks.RetryStepAsync(_scope, task.Id, 2, 1)).Should().ThrowAsync<InvalidTaskStateException>())
            .Which.Status.Should().Be(AgentTaskStatus.Failed);
        await _tasks.Awaiting(tasks => tasks.RetryStepAsync(_scope, task.Id, 1, 2)).Should().ThrowAsync<InvalidTaskStateException>(
            "there was no second attempt yet");
    }

    [Fact]
    public async Task FailStepAsync_LateFromBeforeTheRetry_DoesNotFailTheNewAttempt()
    {
        var (dead, failed) = await _tasks.FailNewAsync(_scope);
        await _tasks.RetryStepAsync(_scope, failed.Id, 1, 1);

        await _tasks.Awaiting(tasks => tasks.FailStepAsync(_scope, dead, 1, "no answer")).Should().ThrowAsync<TaskLeaseLostException>();
        await _tasks.StartStepAsync(_scope, await _tasks.ClaimAgainAsync(_scope, failed.Id), 1);
        await _tasks.Awaiting(tasks => tasks.FailStepAsync(_scope, dead, 1, "no answer")).Should().ThrowAsync<TaskLeaseLostException>();

        (await _tasks.GetAsync(_scope, failed.Id)).Status.Should().Be(AgentTaskStatus.InProgress);
    }

    [Fact]
    public async Task SkipStepAsync_FailedStep_TheTaskGoesOn()
    {
        var (_, failed) = await _tasks.FailNewAsync(_scope, TaskSamples.Free, TaskSamples.Gated);

        var task = await _tasks.SkipStepAsync(_scope, failed.Id, 1, "done by hand");

        task.Statuses().Should().Equal(TaskStepStatus.Skipped, TaskStepStatus.WaitingApproval);
        (task.Status, task.StatusReason, task.Steps[0].StatusReason).Should().Be((AgentTaskStatus.WaitingApproval, null, "done by hand"));
    }

    [Fact]
    public async Task SkipStepAsync_AllSteps_CompletesTheTask()
    {
        var task = await _tasks.CreateAsync(_scope, TaskSamples.New(TaskSamples.Gated, TaskSamples.Free));

        await _tasks.SkipStepAsync(_scope, task.Id, 2);
        await _tasks.SkipStepAsync(_scope, task.Id, 1);
        task = await _tasks.SkipStepAsync(_scope, task.Id, 1, "again");

        (task.Status, task.Output, task.StartedAt, task.Steps[0].StatusReason).Should().Be((AgentTaskStatus.Completed, null, null, null));
    }

    [Fact]
    public async Task SkipStepAsync_ByAPersonWhileAWorkerIsAtIt_IsRefused()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);
        await _tasks.StartStepAsync(_scope, lease, 1);

        await _tasks.Awaiting(tasks => tasks.SkipStepAsync(_scope, task.Id, 1)).Should().ThrowAsync<InvalidTaskStateException>();
        (await _tasks.SkipStepAsync(_scope, task.Id, 2)).Statuses().Should().Equal(TaskStepStatus.InProgress, TaskStepStatus.Skipped);
        (await _tasks.SkipStepAsync(_scope, lease, 1)).Status.Should().Be(AgentTaskStatus.Completed, "the worker itself may");
    }

    [Fact]
    public async Task CancelAsync_OpenTask_CancelsWhatIsNotOver()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free, TaskSamples.Gated);
        await _tasks.DoStepAsync(_scope, lease, 1);
        await _tasks.StartStepAsync(_scope, lease, 2);

        task = await _tasks.CancelAsync(_scope, task.Id, "not wanted");

        (task.Status, task.StatusReason, task.Worker).Should().Be((AgentTaskStatus.Canceled, "not wanted", null));
        task.Statuses().Should().Equal(TaskStepStatus.Completed, TaskStepStatus.Canceled, TaskStepStatus.Canceled);
        (await _tasks.CancelAsync(_scope, task.Id, "again")).StatusReason.Should().Be("not wanted");
        (await _tasks.Awaiting(tasks => tasks.CompleteStepAsync(_scope, lease, 2)).Should().ThrowAsync<InvalidTaskStateException>())
            .Which.Status.Should().Be(AgentTaskStatus.Canceled, "the worker hears of it");
    }

    [Fact]
    public async Task CancelAsync_TaskThatIsOver_IsRefused()
    {
        var (_, failed) = await _tasks.FailNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);
        var (lease, done) = await _tasks.ClaimNewAsync(_scope);
        await _tasks.DoStepAsync(_scope, lease, 1);

        (await _tasks.Awaiting(tasks => tasks.CancelAsync(_scope, failed.Id)).Should().ThrowAsync<InvalidTaskStateException>())
            .Which.Should().BeEquivalentTo(new { Status = AgentTaskStatus.Failed, StepNumber = (int?)null });
        await _tasks.Awaiting(tasks => tasks.CancelAsync(_scope, done.Id)).Should().ThrowAsync<InvalidTaskStateException>();
        (await _tasks.GetAsync(_scope, failed.Id)).Statuses().Should().Equal(TaskStepStatus.Failed, TaskStepStatus.Pending);
    }
}
