using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Tasks;

public sealed class TaskStepTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Steps_OneAfterTheOther_CarryTheTaskFromPendingToCompleted()
    {
        var clock = new FixedTime(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(clock));
        var tasks = provider.GetRequiredService<ITaskStore>();
        var (lease, task) = await tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);
        task.Status.Should().Be(AgentTaskStatus.Pending, "a claim begins nothing");

        var start = Advance();
        task = await tasks.StartStepAsync(_scope, lease, 1);
        (task.Status, task.StartedAt, task.Steps[0].StartedAt).Should().Be((AgentTaskStatus.InProgress, start, start));
        task.Steps[0].FencingToken.Should().Be(lease.FencingToken);

        Advance();
        task = await tasks.CompleteStepAsync(_scope, lease, 1, ToolRunSamples.Json(ToolRunSamples.Verbatim));
        (task.Status, task.Output).Should().Be((AgentTaskStatus.InProgress, null));
        task.Steps[0].Output!.Value.GetRawText().Should().Be(ToolRunSamples.Verbatim);
        task.NextStep!.Number.Should().Be(2);

        Advance();
        await tasks.StartStepAsync(_scope, lease, 2);
        var end = Advance();
        task = await tasks.CompleteStepAsync(_scope, lease, 2, ToolRunSamples.Json("null"));
        (task.Status, task.StartedAt, task.CompletedAt).Should().Be((AgentTaskStatus.Completed, start, end));
        task.Output!.Value.GetRawText().Should().Be("null");
        (task.NextStep, task.Worker, task.LeaseExpiresAt).Should().Be((null, null, null), "the lease ends with the work");

        DateTimeOffset Advance()
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return clock.GetUtcNow();
        }
    }

    [Fact]
    public async Task StartStepAsync_BeforeItsTurn_IsRefused()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);

        var error = await _tasks.Awaiting(tasks => tasks.StartStepAsync(_scope, lease, 2)).Should().ThrowAsync<InvalidTaskStateException>();

        error.Which.Should().BeEquivalentTo(new
        {
            TaskId = task.Id,
            Status = AgentTaskStatus.Pending,
            StepNumber = 2,
            StepStatus = TaskStepStatus.Pending,
            Attempted = "start",
        });
    }

    [Fact]
    public async Task StepThatRequiresApproval_ItsTurn_WaitsAndEndsTheLease()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Gated);

        task = await _tasks.DoStepAsync(_scope, lease, 1);

        task.Status.Should().Be(AgentTaskStatus.WaitingApproval);
        task.Statuses().Should().Equal(TaskStepStatus.Completed, TaskStepStatus.WaitingApproval);
        (task.Worker, task.FencingToken).Should().Be((null, lease.FencingToken));
        (await _tasks.Awaiting(tasks => tasks.StartStepAsync(_scope, lease, 2)).Should().ThrowAsync<InvalidTaskStateException>())
            .Which.StepStatus.Should().Be(TaskStepStatus.WaitingApproval);
        await _tasks.Awaiting(tasks => tasks.RenewAsync(_scope, lease, TaskSamples.Hour)).Should().ThrowAsync<InvalidTaskStateException>();
    }

    [Fact]
    public async Task FailStepAsync_Step_FailsTheTaskWithItsReason()
    {
        var (_, task) = await _tasks.FailNewAsync(_scope, TaskSamples.Free, TaskSamples.Free);

        (task.Status, task.StatusReason).Should().Be((AgentTaskStatus.Failed, "no answer"));
        task.Steps[0].StatusReason.Should().Be("no answer");
        task.Statuses().Should().Equal(TaskStepStatus.Failed, TaskStepStatus.Pending);
        task.CompletedAt.Should().NotBeNull();
        (await _tasks.ClaimAsync(_scope, TaskSamples.Claim())).Should().BeNull("a failed task is not in the queue");
    }

    [Fact]
    public async Task FailStepAsync_LongReason_IsCutBetweenCharacters()
    {
        var (lease, _) = await _tasks.ClaimNewAsync(_scope);
        await _tasks.StartStepAsync(_scope, lease, 1);

        var task = await _tasks.FailStepAsync(_scope, lease, 1, string.Concat(Enumerable.Repeat("x🙂", 2_000)));

        task.StatusReason!.Length.Should().Be(4_000 - (char.IsHighSurrogate("x🙂"[(4_000 - 1) % 3]) ? 1 : 0));
        task.StatusReason.Should().NotContain("\uFFFD");
    }

    [Fact]
    public async Task EndOfAStep_NotBegun_IsRefused()
    {
        var (lease, _) = await _tasks.ClaimNewAsync(_scope);

        await _tasks.Awaiting(tasks => tasks.CompleteStepAsync(_scope, lease, 1)).Should().ThrowAsync<InvalidTaskStateException>();
        await _tasks.Awaiting(tasks => tasks.FailStepAsync(_scope, lease, 1, "x")).Should().ThrowAsync<InvalidTaskStateException>();
        await _tasks.StartStepAsync(_scope, lease, 1);
        await _tasks.CompleteStepAsync(_scope, lease, 1);
        (await _tasks.Awaiting(tasks => tasks.FailStepAsync(_scope, lease, 1, "x")).Should().ThrowAsync<InvalidTaskStateException>())
            .Which.StepStatus.Should().Be(TaskStepStatus.Completed);
    }

    [Fact]
    public async Task AnyStep_ThatTheTaskDoesNotHave_IsNotFound()
    {
        var (lease, task) = await _tasks.ClaimNewAsync(_scope);

        var error = await _tasks.Awaiting(tasks => tasks.StartStepAsync(_scope, lease, 2)).Should().ThrowAsync<TaskNotFoundException>();

        (error.Which.TaskId, error.Which.StepNumber).Should().Be((task.Id, 2));
        (await _tasks.Awaiting(tasks => tasks.ApproveAsync(_scope, Guid.CreateVersion7(), 1)).Should().ThrowAsync<TaskNotFoundException>())
            .Which.StepNumber.Should().BeNull();
    }

    [Fact]
    public async Task Step_BegunByAWorkerThatDied_IsBegunAgainAsAnotherAttempt()
    {
        var (dead, task) = await _tasks.ClaimNewAsync(_scope);
        await _tasks.StartStepAsync(_scope, dead, 1);
        await fixture.ExpireAsync(task.Id);
        var lease = await _tasks.ClaimAgainAsync(_scope, task.Id);

        await _tasks.Awaiting(tasks => tasks.CompleteStepAsync(_scope, lease, 1)).Should().ThrowAsync<InvalidTaskStateException>(
            "who has not begun it, has not done it");
        task = await _tasks.StartStepAsync(_scope, lease, 1);

        (task.Steps[0].Attempt, task.Steps[0].FencingToken).Should().Be((2, lease.FencingToken));
        (await _tasks.CompleteStepAsync(_scope, lease, 1)).Status.Should().Be(AgentTaskStatus.Completed);
    }

    [Fact]
    public async Task EveryStepCall_SentAgain_ReturnsTheTaskAndWritesNothing()
    {
        await using var provider = fixture.CreateStutteringProvider();
        var stuttering = provider.GetRequiredService<ITaskStore>();
        var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free, TaskSamples.Free);

        task = await stuttering.StartStepAsync(_scope, lease, 1);
        task.Steps[0].Attempt.Should().Be(1);
        task = await stuttering.CompleteStepAsync(_scope, lease, 1, ToolRunSamples.Json("1"));
        task = await stuttering.SkipStepAsync(_scope, lease, 2, "not needed");
        await stuttering.StartStepAsync(_scope, lease, 3);
        task = await stuttering.FailStepAsync(_scope, lease, 3, "first");
        var again = await _tasks.FailStepAsync(_scope, lease, 3, "second");

        again.Should().BeEquivalentTo(task, options => options.Excluding(t => t.Metadata).Excluding(t => t.Output)
            .Using<System.Text.Json.JsonElement>(c => c.Subject.GetRawText().Should().Be(c.Expectation.GetRawText())).WhenTypeIs<System.Text.Json.JsonElement>());
        again.StatusReason.Should().Be("first");
    }
}
