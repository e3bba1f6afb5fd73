using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Tasks;

public sealed class TaskLeaseTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task RenewAsync_Lease_HoldsLonger()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope);

        var renewed = await _tasks.RenewAsync(_scope, lease, 2 * TaskSamples.Hour);

        renewed.Should().Be(lease with { ExpiresAt = renewed.ExpiresAt });
        renewed.ExpiresAt.Should().BeAfter(lease.ExpiresAt);
        (await _tasks.GetAsync(_scope, task.Id)).LeaseExpiresAt.Should().Be(renewed.ExpiresAt);
    }

    [Fact]
    public async Task Lease_ExpiredAndNobodyCameSince_IsStillGood()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope);
        await fixture.ExpireAsync(task.Id);

        await _tasks.StartStepAsync(_scope, lease, 1);
        await _tasks.RenewAsync(_scope, lease, TaskSamples.Hour);

        (await _tasks.ClaimAsync(_scope, TaskSamples.Claim("other"))).Should().BeNull();
        (await _tasks.CompleteStepAsync(_scope, lease, 1)).Status.Should().Be(AgentTaskStatus.Completed);
    }

    [Fact]
    public async Task EveryWrite_OfAWorkerThatWasTakenForDead_IsRefused()
    {
        var (stale, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);
        await _tasks.StartStepAsync(_scope, stale, 1);
        await fixture.ExpireAsync(task.Id);
        var current = await _tasks.ClaimAgainAsync(_scope, task.Id, "successor");
        await _tasks.StartStepAsync(_scope, current, 1);
        var before = await _tasks.GetAsync(_scope, task.Id);

        Func<ITaskStore, Task>[] writes =
        [
            tasks => tasks.StartStepAsync(_scope, stale, 1),
            tasks => tasks.CompleteStepAsync(_scope, stale, 1),
            tasks => tasks.FailStepAsync(_scope, stale, 1, "x"),
            tasks => tasks.SkipStepAsync(_scope, stale, 2),
            tasks => tasks.RenewAsync(_scope, stale, TaskSamples.Hour),
            tasks => tasks.ReleaseAsync(_scope, stale),
        ];

        foreach (var write in writes)
        {
            (await _tasks.Awaiting(write).Should().ThrowAsync<TaskLeaseLostException>()).Which.Should().BeEquivalentTo(
                new { TaskId = task.Id, stale.FencingToken, CurrentToken = current.FencingToken, CurrentWorker = "successor" });
        }

        var after = await _tasks.GetAsync(_scope, task.Id);
        (after.UpdatedAt, after.Worker).Should().Be((before.UpdatedAt, "successor"));
        after.Statuses().Should().Equal(before.Statuses());
    }

    [Fact]
    public async Task CompleteStepAsync_SentAgainAfterAnotherWorkerCame_StillReturnsTheTask()
    {
        var (stale, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);
        await _tasks.DoStepAsync(_scope, stale, 1);
        await fixture.ExpireAsync(task.Id);
        await _tasks.ClaimAgainAsync(_scope, task.Id);

        (await _tasks.CompleteStepAsync(_scope, stale, 1)).Steps[0].Status.Should().Be(TaskStepStatus.Completed, "it was done");
    }

    [Fact]
    public async Task ReleaseAsync_Task_CanBeClaimedAtOnce()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);
        await _tasks.StartStepAsync(_scope, lease, 1);

        task = await _tasks.ReleaseAsync(_scope, lease);
        (task.Worker, task.LeaseExpiresAt, task.Status).Should().Be((null, null, AgentTaskStatus.InProgress));
        (await _tasks.ReleaseAsync(_scope, lease)).UpdatedAt.Should().Be(task.UpdatedAt, "released is released");

        var lost = await _tasks.Awaiting(tasks => tasks.CompleteStepAsync(_scope, lease, 1)).Should().ThrowAsync<TaskLeaseLostException>();
        (lost.Which.CurrentToken, lost.Which.CurrentWorker).Should().Be((lease.FencingToken, null));
        await _tasks.Awaiting(tasks => tasks.RenewAsync(_scope, lease, TaskSamples.Hour)).Should().ThrowAsync<TaskLeaseLostException>();
        (await _tasks.ClaimAsync(_scope, TaskSamples.Claim()))!.Lease.FencingToken.Should().Be(lease.FencingToken + 1);
    }

    [Fact]
    public async Task Lease_OfATaskThatIsOver_HasEnded()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope);
        await _tasks.DoStepAsync(_scope, lease, 1);

        (await _tasks.Awaiting(tasks => tasks.RenewAsync(_scope, lease, TaskSamples.Hour)).Should().ThrowAsync<InvalidTaskStateException>())
            .Which.Status.Should().Be(AgentTaskStatus.Completed);
        (await _tasks.ReleaseAsync(_scope, lease)).Id.Should().Be(task.Id, "there is nothing left to give back");
        await _tasks.Awaiting(tasks => tasks.RenewAsync(_scope, lease with { TaskId = Guid.CreateVersion7() }, TaskSamples.Hour))
            .Should().ThrowAsync<TaskNotFoundException>();
    }
}
