using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Tasks;

public sealed class TaskListTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    private AgentScope Service => AgentScope.ForService(_scope.WorkspaceId);

    [Fact]
    public async Task ListAsync_Filters_HoldAloneTogetherAndAcrossPages()
    {
        var (one, two) = (await fixture.NewSessionAsync(_scope), await fixture.NewSessionAsync(_scope));
        var runId = await fixture.NewAgentRunAsync(_scope, one);
        var all = new List<AgentTask>();
        for (var i = 0; i < 36; i++)
        {
            var task = await _tasks.CreateAsync(i % 5 == 0 ? AgentScope.ForUser(_scope.WorkspaceId, "other") : _scope, TaskSamples.New() with
            {
                Id = Guid.CreateVersion7(Noon.AddMinutes(i)),
                SessionId = i % 5 == 0 ? null : i % 2 == 0 ? one : two,
                RunId = i % 5 != 0 && i % 4 == 0 ? runId : null,
                DueAt = i % 3 == 0 ? Noon.AddDays(i * 7 % 12) : null,
            });
            all.Add(i % 7 == 0 ? await _tasks.CancelAsync(Service, task.Id) : task);
        }

        (TaskFilter Filter, Func<AgentTask, bool> Expected)[] cases =
        [
            (new(), _ => true),
            (new() { UserId = "other" }, task => task.UserId == "other"),
            (new() { SessionId = one }, task => task.SessionId == one),
            (new() { SessionId = two, UserId = "other" }, _ => false),
            (new() { RunId = runId }, task => task.RunId == runId),
            (new() { RunId = runId, SessionId = two }, _ => false),
            (new() { Statuses = [AgentTaskStatus.Canceled] }, task => task.Status == AgentTaskStatus.Canceled),
            (new() { UserId = "other", Statuses = [AgentTaskStatus.Pending] }, task => task is { UserId: "other", Status: AgentTaskStatus.Pending }),
            (new() { SessionId = one, Statuses = [AgentTaskStatus.Pending, AgentTaskStatus.Failed] },
                task => task.SessionId == one && task.Status == AgentTaskStatus.Pending),
            (new() { DueBefore = Noon.AddDays(9) }, task => task.Status == AgentTaskStatus.Pending && task.DueAt < Noon.AddDays(9)),
            (new() { DueBefore = Noon.AddDays(99), SessionId = two }, task => task.Status == AgentTaskStatus.Pending && task.DueAt is not null && task.SessionId == two),
            (new() { DueBefore = Noon.AddDays(99), Statuses = [AgentTaskStatus.Canceled] }, _ => false),
            (new() { DueBefore = Noon.AddDays(99), UserId = "other" }, task => task is { UserId: "other", Status: AgentTaskStatus.Pending, DueAt: not null }),
        ];

        foreach (var (filter, expected) in cases)
        {
            var found = all.Where(expected).ToArray();
            var order = filter.DueBefore is null
                ? found.OrderByDescending(task => task.Id.ToString(), StringComparer.Ordinal)
                : found.OrderBy(task => task.DueAt).ThenBy(task => task.Id.ToString(), StringComparer.Ordinal);

            (await ReadAllAsync(Service, filter)).Should().Equal(order.Select(task => task.Id), filter.ToString());
        }

        (await ReadAllAsync(_scope, new())).Should().HaveCount(all.Count(task => task.UserId == _scope.UserId));
    }

    [Fact]
    public async Task ListAsync_Tasks_AreWhole()
    {
        var (lease, _) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Gated);
        await _tasks.DoStepAsync(_scope, lease, 1);

        var task = (await _tasks.ListAsync(_scope)).Items.Should().ContainSingle().Subject;

        task.Statuses().Should().Equal(TaskStepStatus.Completed, TaskStepStatus.WaitingApproval);
        task.FencingToken.Should().Be(1);
    }

    [Fact]
    public async Task ListPendingApprovalsAsync_StepsThatWait_AreTheInboxOldestFirst()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var due = Noon.AddDays(3);
        List<AgentTask> waiting = [];
        for (var i = 0; i < 7; i++)
        {
            waiting.Add(await _tasks.CreateAsync(_scope, new NewTask($"task {i}", [new("pay") { RequiresApproval = true, ToolName = "pay", Input = TaskSamples.Json("""{ "amount" : 1.50 }""") }])
            {
                Id = Guid.CreateVersion7(Noon.AddMinutes(i)),
                SessionId = i == 3 ? sessionId : null,
                Description = "why",
                Priority = i,
                DueAt = due,
            }));
        }

        await _tasks.CreateAsync(_scope, TaskSamples.New(TaskSamples.Free, TaskSamples.Gated));
        await _tasks.ApproveAsync(_scope, waiting[2].Id, 1);
        await _tasks.CancelAsync(_scope, waiting[4].Id);
        await _tasks.CreateAsync(AgentScope.ForUser(_scope.WorkspaceId, "other"), TaskSamples.New(TaskSamples.Gated));

        List<PendingApproval> inbox = [];
        string? cursor = null;
        do
        {
            var page = await _tasks.ListPendingApprovalsAsync(_scope, new() { Limit = 2, Cursor = cursor });
            page.Items.Count.Should().BeInRange(1, 2);
            inbox.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        inbox.Select(approval => approval.TaskTitle).Should().Equal("task 0", "task 1", "task 3", "task 5", "task 6");
        inbox[2].Should().BeEquivalentTo(new
        {
            TaskId = waiting[3].Id,
            TaskDescription = "why",
            UserId = _scope.UserId,
            SessionId = sessionId,
            Priority = 3,
            DueAt = due,
            StepNumber = 1,
            StepTitle = "pay",
            Attempt = 1,
            ToolName = "pay",
            WaitingSince = waiting[3].Steps[0].WaitingSince,
        });
        inbox[2].Input!.Value.GetRawText().Should().Be("""{ "amount" : 1.50 }""");
        (await _tasks.ListPendingApprovalsAsync(Service, new() { SessionId = sessionId })).Items.Should().ContainSingle();
        (await _tasks.ListPendingApprovalsAsync(Service, new() { UserId = "other" })).Items.Should().ContainSingle();
        (await _tasks.ListPendingApprovalsAsync(Service)).Items.Should().HaveCount(6);
    }

    private async Task<List<Guid>> ReadAllAsync(AgentScope scope, TaskFilter filter)
    {
        List<Guid> ids = [];
        string? cursor = null;
        do
        {
            var page = await _tasks.ListAsync(scope, filter with { Limit = 5, Cursor = cursor });
            ids.AddRange(page.Items.Select(task => task.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        return ids;
    }
}
