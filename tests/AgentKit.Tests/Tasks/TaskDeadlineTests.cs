using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Tasks;

public sealed class TaskDeadlineTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly FixedTime _clock = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider? _provider;
    private ITaskStore _tasks = null!;

    private AgentScope Service => AgentScope.ForService(_scope.WorkspaceId);

    public Task InitializeAsync()
    {
        _provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(_clock));
        _tasks = _provider.GetRequiredService<ITaskStore>();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _provider!.DisposeAsync();

    [Fact]
    public async Task FailOverdueAsync_OpenTasksPastTheirDeadline_FailAtTheStepWhoseTurnItIs()
    {
        var begun = await CreateAsync(-1, TaskSamples.Free, TaskSamples.Free);
        var lease = await _tasks.ClaimAgainAsync(_scope, begun.Id);
        await _tasks.DoStepAsync(_scope, lease, 1);
        await _tasks.StartStepAsync(_scope, lease, 2);
        var waiting = await CreateAsync(-2, TaskSamples.Gated, TaskSamples.Free);
        var pending = await CreateAsync(-3);
        var canceled = await CreateAsync(-4);
        await _tasks.CancelAsync(_scope, canceled.Id);
        await CreateAsync(0);
        await CreateAsync(1);
        await _tasks.CreateAsync(_scope, TaskSamples.New());

        var failed = await _tasks.FailOverdueAsync(Service);

        failed.Select(task => task.Id).Should().Equal(pending.Id, waiting.Id, begun.Id);
        failed.Should().OnlyContain(task =>
            task.Status == AgentTaskStatus.Failed && task.StatusReason == AgentTask.Overdue && task.CompletedAt == _clock.GetUtcNow() && task.Worker == null);
        failed.Select(task => task.Statuses()).Should().BeEquivalentTo(
            new[]
            {
                [TaskStepStatus.Failed],
                [TaskStepStatus.Failed, TaskStepStatus.Pending],
                new[] { TaskStepStatus.Completed, TaskStepStatus.Failed },
            },
            options => options.WithStrictOrdering());
        failed[2].Steps[1].StatusReason.Should().Be(AgentTask.Overdue);
        (await _tasks.FailOverdueAsync(Service)).Should().BeEmpty();
        await _tasks.Awaiting(tasks => tasks.CompleteStepAsync(_scope, lease, 2)).Should().ThrowAsync<InvalidTaskStateException>();
        (await _tasks.GetAsync(_scope, canceled.Id)).Status.Should().Be(AgentTaskStatus.Canceled);
    }

    [Fact]
    public async Task FailOverdueAsync_Limit_TakesTheEarliestDeadlinesFirst()
    {
        var tasks = new List<AgentTask>();
        for (var i = 1; i <= 5; i++)
        {
            tasks.Add(await CreateAsync(-i));
        }

        (await _tasks.FailOverdueAsync(_scope, limit: 3)).Select(task => task.Id)
            .Should().Equal(Enumerable.Reverse(tasks).Take(3).Select(task => task.Id));
        (await _tasks.FailOverdueAsync(_scope, limit: 3)).Should().HaveCount(2);
    }

    [Fact]
    public async Task FailOverdueAsync_SentAgain_ReturnsWhatItFailedAndNoMore()
    {
        await using var provider = fixture.CreateStutteringProvider(services => services.AddSingleton<TimeProvider>(_clock));
        for (var i = 1; i <= 4; i++)
        {
            await CreateAsync(-i);
        }

        var failed = await provider.GetRequiredService<ITaskStore>().FailOverdueAsync(_scope, limit: 2);

        failed.Should().HaveCount(2);
        (await _tasks.ListAsync(_scope, new() { Statuses = [AgentTaskStatus.Failed] })).Items.Should().HaveCount(2);
    }

    [Fact]
    public async Task FailOverdueAsync_TaskThatIsRetried_IsOpenAgain()
    {
        var task = await CreateAsync(-1, TaskSamples.Gated);
        await _tasks.FailOverdueAsync(_scope);

        task = await _tasks.RetryStepAsync(_scope, task.Id, 1, 1);

        task.Status.Should().Be(AgentTaskStatus.WaitingApproval, "nobody had approved it");
        (await _tasks.FailOverdueAsync(_scope)).Should().ContainSingle("the deadline is still past").Which.Id.Should().Be(task.Id);
    }

    [Fact]
    public async Task FailOverdueAsync_TaskThatSomebodyHolds_IsSkippedNotWaitedFor()
    {
        var (held, free) = (await CreateAsync(-2), await CreateAsync(-1));
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString);
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var holding = new NpgsqlCommand(
            $"SELECT status FROM agentkit.tasks WHERE task_id = '{held.Id}' FOR NO KEY UPDATE", connection, transaction);
        await holding.ExecuteScalarAsync();

        (await _tasks.FailOverdueAsync(_scope)).Select(task => task.Id).Should().Equal(free.Id);
    }

    [Fact]
    public async Task FailOverdueAsync_FourSweepersAndTheWorkers_EndEachTaskOnceAndWhole()
    {
        var leases = new List<TaskLease>();
        for (var i = 0; i < 60; i++)
        {
            var task = await CreateAsync(-1, TaskSamples.Free, TaskSamples.Free);
            leases.Add(await _tasks.ClaimAgainAsync(_scope, task.Id));
        }

        var sweeps = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            List<Guid> swept = [];
            for (var idle = 0; idle < 5;)
            {
                var batch = await _tasks.FailOverdueAsync(Service, limit: 7);
                swept.AddRange(batch.Select(task => task.Id));
                idle = batch.Count == 0 ? idle + 1 : 0;
            }

            return swept;
        })).ToList();
        var workers = leases.Select(lease => Task.Run(async () =>
        {
            try
            {
                await _tasks.DoStepAsync(_scope, lease, 1);
                await _tasks.DoStepAsync(_scope, lease, 2);
                return lease.TaskId;
            }
            catch (InvalidTaskStateException error) when (error.Status == AgentTaskStatus.Failed)
            {
                return Guid.Empty;
            }
        })).ToList();
        var completed = (await Task.WhenAll(workers)).Where(id => id != Guid.Empty);
        var swept = (await Task.WhenAll(sweeps)).SelectMany(ids => ids);

        completed.Concat(swept).Should().BeEquivalentTo(leases.Select(lease => lease.TaskId));
        var tasks = (await _tasks.ListAsync(_scope, new() { Limit = 1_000 })).Items;
        tasks.Should().OnlyContain(task => task.Status == TaskModel.Derive(task.Statuses()));
    }

    private Task<AgentTask> CreateAsync(int dueInDays, params NewTaskStep[] steps) =>
        _tasks.CreateAsync(_scope, TaskSamples.New(steps) with { DueAt = _clock.GetUtcNow().AddDays(dueInDays) });
}
