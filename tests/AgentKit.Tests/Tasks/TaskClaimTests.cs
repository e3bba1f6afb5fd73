using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Tasks;

public sealed class TaskClaimTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task ClaimAsync_SeveralTasks_TakesTheHighestPriorityThenTheOldest()
    {
        (string Title, int Priority)[] created = [("b", 0), ("low", -1), ("a", 5), ("c", 0), ("d", 0)];
        foreach (var ((title, priority), i) in created.Select((task, i) => (task, i)))
        {
            await _tasks.CreateAsync(_scope, TaskSamples.New() with
            {
                Id = Guid.CreateVersion7(Noon.AddSeconds(i)),
                Title = title,
                Priority = priority,
                DueAt = DateTimeOffset.UnixEpoch,
            });
        }

        List<string> order = [];
        while (await _tasks.ClaimAsync(_scope, TaskSamples.Claim()) is { } claimed)
        {
            order.Add(claimed.Task.Title);
        }

        order.Should().Equal("a", "b", "c", "d", "low");
    }

    [Fact]
    public async Task ClaimAsync_Task_IsHeldUntilTheLeaseRunsOut()
    {
        var created = await _tasks.CreateAsync(_scope, TaskSamples.New());
        var before = await NowAsync();

        var (lease, task) = (await _tasks.ClaimAsync(_scope, TaskSamples.Claim("me")))!;

        (lease.TaskId, lease.FencingToken, lease.Worker).Should().Be((created.Id, 1, "me"));
        lease.ExpiresAt.Should().BeOnOrAfter(before + TaskSamples.Hour).And.BeOnOrBefore(await NowAsync() + TaskSamples.Hour);
        (task.Worker, task.LeaseExpiresAt, task.FencingToken).Should().Be(("me", lease.ExpiresAt, 1));
        (await _tasks.ClaimAsync(_scope, TaskSamples.Claim())).Should().BeNull();

        await fixture.ExpireAsync(created.Id);
        (await _tasks.ClaimAsync(_scope, TaskSamples.Claim()))!.Lease.FencingToken.Should().Be(2);
    }

    [Fact]
    public async Task ClaimAsync_ShortLease_ComesBackByItself()
    {
        await _tasks.CreateAsync(_scope, TaskSamples.New());
        await _tasks.ClaimAsync(_scope, new("first", TimeSpan.FromMilliseconds(20)));

        ClaimedTask? second;
        while ((second = await _tasks.ClaimAsync(_scope, TaskSamples.Claim("second"))) is null)
        {
            await Task.Delay(5);
        }

        (second.Lease.FencingToken, second.Lease.Worker).Should().Be((2, "second"));
    }

    [Fact]
    public async Task ClaimAsync_SentAgain_ReturnsTheSameClaim()
    {
        await _tasks.CreateAsync(_scope, TaskSamples.New());
        await _tasks.CreateAsync(_scope, TaskSamples.New());
        var claim = TaskSamples.Claim();

        var first = await _tasks.ClaimAsync(_scope, claim);
        var again = await _tasks.ClaimAsync(_scope, claim);

        again!.Lease.Should().Be(first!.Lease);
        (await _tasks.ClaimAsync(_scope, TaskSamples.Claim()))!.Task.Id.Should().NotBe(first.Task.Id);
    }

    [Fact]
    public async Task ClaimAsync_TheSameClaimTwentyTimesAtOnce_TakesOneTask()
    {
        for (var i = 0; i < 30; i++)
        {
            await _tasks.CreateAsync(_scope, TaskSamples.New());
        }

        var claim = TaskSamples.Claim();

        var claimed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _tasks.ClaimAsync(_scope, claim)));

        claimed.Select(c => c!.Lease).Distinct().Should().ContainSingle();
        (await _tasks.ListAsync(_scope)).Items.Count(task => task.Worker is not null).Should().Be(1);
    }

    [Fact]
    public async Task ClaimAsync_TaskThatSomebodyWritesTo_IsSkippedNotWaitedFor()
    {
        var first = await _tasks.CreateAsync(_scope, TaskSamples.New() with { Priority = 1 });
        var second = await _tasks.CreateAsync(_scope, TaskSamples.New());
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString);
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var holding = new NpgsqlCommand(
            $"SELECT status FROM agentkit.tasks WHERE task_id = '{first.Id}' FOR NO KEY UPDATE", connection, transaction);
        await holding.ExecuteScalarAsync();

        (await _tasks.ClaimAsync(_scope, TaskSamples.Claim()))!.Task.Id.Should().Be(second.Id);
    }

    [Fact]
    public async Task ClaimAsync_Filters_TakeOnlyWhatTheySay()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var find = new NewTaskStep("find") { ToolName = "find" };
        var pay = new NewTaskStep("pay") { ToolName = "pay" };
        var first = await _tasks.CreateAsync(_scope, TaskSamples.New(TaskSamples.Free, pay) with { Priority = 9 });
        var second = await _tasks.CreateAsync(_scope, TaskSamples.New(find, pay) with { SessionId = sessionId });

        (await ClaimAsync(new("w", TaskSamples.Hour) { ToolNames = ["pay"] })).Should().BeNull("it is not the turn of those steps");
        (await ClaimAsync(new("w", TaskSamples.Hour) { TaskId = first.Id, SessionId = sessionId })).Should().BeNull();
        (await ClaimAsync(new("w", TaskSamples.Hour) { TaskId = first.Id, ToolNames = ["find"] })).Should().BeNull();
        (await ClaimAsync(new("w", TaskSamples.Hour) { SessionId = sessionId, ToolNames = ["pay"] })).Should().BeNull();
        (await ClaimAsync(new("w", TaskSamples.Hour) { SessionId = sessionId })).Should().Be(second.Id);
        (await ClaimAsync(new("w", TaskSamples.Hour) { TaskId = first.Id })).Should().Be(first.Id);

        await _tasks.SkipStepAsync(_scope, second.Id, 1);
        await fixture.ExpireAsync(second.Id);
        (await ClaimAsync(new("w", TaskSamples.Hour) { ToolNames = ["other", "pay"] })).Should().Be(second.Id);
    }

    [Fact]
    public async Task ClaimAsync_OfEachScope_TakesOnlyWhatItMayWrite()
    {
        var task = await _tasks.CreateAsync(_scope, TaskSamples.New());
        var (workspace, claim) = (_scope.WorkspaceId, TaskSamples.Claim() with { TaskId = task.Id });

        (await _tasks.ClaimAsync(AgentScope.ForUser(workspace, "other"), claim)).Should().BeNull();
        (await _tasks.ClaimAsync(AgentScope.ForAdmin(workspace, "boss"), claim)).Should().BeNull();
        (await _tasks.ClaimAsync(AgentKitFixture.NewService(), claim)).Should().BeNull();
        (await _tasks.ClaimAsync(AgentScope.ForService(workspace), claim))!.Task.UserId.Should().Be(_scope.UserId);
    }

    private async Task<Guid?> ClaimAsync(NewClaim claim) => (await _tasks.ClaimAsync(_scope, claim))?.Task.Id;

    private async Task<DateTimeOffset> NowAsync() =>
        new(await Sql.ScalarAsync<DateTime>(fixture.Database.AdminConnectionString, "SELECT now()"));
}
