using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The roles as a reader plays them: each a process of its own, on one database.</summary>
public sealed class ApprovalsRolesTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private const string Paused = "pauses before that is noted";

    private readonly TemporaryFolder _temporary = new();
    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentScope.ForService(AgentKitFixture.NewWorkspace());

    [Theory]
    [InlineData("check_order", 1)]
    [InlineData("refund", 2)]
    [InlineData("send_mail", 3)]
    public async Task Worker_KilledInTheMiddleOfAStep_IsFollowedByOneThatFinishes(string tool, int number)
    {
        var task = await SubmitAsync();
        await using var first = Start("worker", "--name", "first", "--lease", "1", "--pause-in", tool);
        if (number > 1)
        {
            await ApproveAsync(task);
        }

        await first.HearAsync(Paused);
        var killed = await first.KillAsync();

        killed.ExitCode.Should().NotBe(0);
        var left = await _tasks.GetAsync(_scope, task);
        (left.Status, left.Worker, left.Steps[number - 1].Status).Should().Be((AgentTaskStatus.InProgress, "first", TaskStepStatus.InProgress));
        var answer = await AnswerAsync(task, number);

        await using var second = Start("worker", "--name", "second");
        if (number == 1)
        {
            await ApproveAsync(task);
        }

        await second.HearAsync("the task is completed");
        var done = await _tasks.GetAsync(_scope, task);
        done.Status.Should().Be(AgentTaskStatus.Completed);
        foreach (var step in done.Steps)
        {
            var times = step.Number == number ? 2 : 1;
            (step.Number, step.Attempt, await TimesAskedAsync(task, step.Number)).Should().Be((step.Number, times, times));
        }

        done.Steps[number - 1].Output!.Value.GetRawText().Should().Be(answer, "the effect of the attempt that was cut off is the only one");
    }

    [Fact]
    public async Task Worker_WhoseParentDies_GivesItsTaskBack()
    {
        var task = await SubmitAsync("--amount", "20");
        await using var first = Start("worker", "--lease", "3600", "--pause-in", "refund", "--until-input-ends");
        await first.HearAsync(Paused);

        var stopped = await first.CloseInputAsync();

        (stopped.ExitCode, stopped.Lines[^1]).Should().Be((0, "stops, and gives its task back"));
        (await _tasks.GetAsync(_scope, task)).Worker.Should().BeNull();
        await using var second = Start("worker");
        await second.HearAsync("the task is completed");
        (await TimesAskedAsync(task, 2)).Should().Be(2);
    }

    [Fact]
    public async Task Worker_WhileItWorks_RenewsItsLeaseUntilTheTaskIsCalledOff()
    {
        var task = await SubmitAsync("--amount", "20");
        await using var worker = Start("worker", "--lease", "3", "--pause-in", "check_order");
        await worker.HearAsync(Paused);
        var before = (await _tasks.GetAsync(_scope, task)).LeaseExpiresAt;

        await Eventually.HoldsAsync(async () => (await _tasks.GetAsync(_scope, task)).LeaseExpiresAt > before);
        await _tasks.CancelAsync(_scope, task, "not wanted");

        await worker.HearAsync("the lease is gone");
        (await _tasks.GetAsync(_scope, task)).Should().BeEquivalentTo(new { Status = AgentTaskStatus.Canceled, StatusReason = "not wanted" });
    }

    [Fact]
    public async Task Worker_WhoseToolFails_FailsTheTaskWithTheReason()
    {
        var task = await SubmitAsync("--order", "A-7");
        await using var worker = Start("worker");

        await worker.HearAsync("There is no order A-7.");

        (await _tasks.GetAsync(_scope, task)).Should().BeEquivalentTo(
            new { Status = AgentTaskStatus.Failed, StatusReason = "There is no order A-7." });
    }

    [Fact]
    public async Task Reject_StepThatWaits_CallsTheTaskOff()
    {
        var task = await SubmitAsync();
        await using var worker = Start("worker");
        await worker.HearAsync("waits for a person");

        var rejected = await RunAsync("reject", $"{task}/2", "--by", "ben", "--comment", "too much");

        rejected.ExitCode.Should().Be(0, rejected.Errors);
        var ended = await _tasks.GetAsync(_scope, task);
        (ended.Status, ended.StatusReason).Should().Be((AgentTaskStatus.Canceled, "too much"));
        ended.Steps.Select(step => step.Status).Should().Equal(TaskStepStatus.Completed, TaskStepStatus.Canceled, TaskStepStatus.Canceled);
        (await RunAsync("inbox")).Lines.Should().Equal("nothing waits for a person");
        var status = (await RunAsync("status", $"{task}")).Lines;
        status[0].Should().EndWith("canceled (too much)");
        status.Where(line => line.Contains("attempt")).Should().ContainSingle("only one step was ever begun")
            .Which.Should().Contain("check_order");
        (await Sql.ScalarAsync<long>(fixture.Database.AdminConnectionString, $"SELECT count(*) {From(task, 2)}")).Should().Be(0);
    }

    [Fact]
    public async Task Decision_AfterTheFirst_IsRefusedWithWhoDecided()
    {
        var task = await SubmitAsync();
        await using (var worker = Start("worker"))
        {
            await worker.HearAsync("waits for a person");
        }

        var early = await RunAsync("approve", $"{task}/3", "--by", "ana");
        (await RunAsync("approve", $"{task}/2", "--by", "ana")).ExitCode.Should().Be(0);
        var second = await RunAsync("reject", $"{task}/2", "--by", "ben");

        (early.ExitCode, second.ExitCode).Should().Be((3, 3));
        early.Errors.Should().Contain("Pending", "it is not its turn");
        second.Errors.Should().Match($"Refused: Step 2 of task {task} was approved by 'ana' at *");
        (await _tasks.GetAsync(_scope, task)).Steps[1].Decision.Should().BeEquivalentTo(new { IsApproved = true, DecidedBy = "ana" });
    }

    public void Dispose() => _temporary.Dispose();

    private async Task<Guid> SubmitAsync(params string[] args)
    {
        var submitted = await RunAsync(["submit", .. args]);
        submitted.ExitCode.Should().Be(0, submitted.Errors);
        return (await _tasks.ListAsync(_scope)).Items.Should().ContainSingle().Which.Id;
    }

    /// <summary>Waits for the task to wait, finds it in the inbox, and approves it.</summary>
    private async Task ApproveAsync(Guid task)
    {
        await Eventually.HoldsAsync(async () => (await _tasks.GetAsync(_scope, task)).Status == AgentTaskStatus.WaitingApproval);
        (await RunAsync("inbox")).Lines.Should().ContainMatch($"{task}/2  Pay it back*");
        var approved = await RunAsync("approve", $"{task}/2", "--by", "ana", "--comment", "fine");
        approved.ExitCode.Should().Be(0, approved.Errors);
    }

    private async Task<SampleOutcome> RunAsync(params string[] args)
    {
        await using var role = Start(args);
        return await role.EndAsync();
    }

    private SampleProcess Start(params string[] args) => ApprovalsProcess.Start(
        _temporary.FullName, fixture.Database.ConnectionString, [.. args, "--workspace", _scope.WorkspaceId]);

    private Task<int> TimesAskedAsync(Guid task, int step) =>
        Sql.ScalarAsync<int>(fixture.Database.AdminConnectionString, $"SELECT times_asked {From(task, step)}");

    private Task<string> AnswerAsync(Guid task, int step) =>
        Sql.ScalarAsync<string>(fixture.Database.AdminConnectionString, $"SELECT answer {From(task, step)}");

    private static string From(Guid task, int step) => $"FROM outside_world.requests WHERE idempotency_key = '{task}/{step}'";
}
