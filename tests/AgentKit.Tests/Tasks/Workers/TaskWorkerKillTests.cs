using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;
using Xunit.Abstractions;

namespace AgentKit.Tests.Tasks.Workers;

/// <summary>
/// Worker processes that are killed in the midst of their work, while the server cuts off connections of those that live. What a worker does
/// between beginning a step and completing it may be done again by its successor: nobody can take back what a dead process has done. What
/// holds is that each task is completed once, by the last that began it, and that nobody begins it after that.
/// </summary>
public sealed class TaskWorkerKillTests(AgentKitFixture fixture, ITestOutputHelper output) : IClassFixture<AgentKitFixture>
{
    private const int Processes = 4;
    private const int WorkersEach = 4;

    /// <summary>One wave to begin with, and one more before each kill: so whoever is killed has work. A thousand in all.</summary>
    private const int TasksPerWave = 200;

    /// <summary>Only ends a test that would otherwise hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewService();
    private Task<TaskWorkerProcess>[] _processes = [];
    private long _cutOff;

    [Fact]
    public async Task Workers_KilledAndCutOff_EachTaskIsDoneExactlyOnce()
    {
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, TaskLedger.Create);
        List<Guid> ids = [.. await CreateAsync()];
        try
        {
            await Task.WhenAll(_processes = [.. Enumerable.Range(0, Processes).Select(_ => StartAsync())]);
            for (var killed = 0; killed < Processes; killed++)
            {
                await CutOffUntilAsync(done: ids.Count - TasksPerWave + 60);
                ids.AddRange(await CreateAsync());
                await ReplaceAsync(killed);
            }

            await CutOffUntilAsync(done: ids.Count);
            foreach (var process in await Task.WhenAll(_processes))
            {
                (await process.EndAsync()).Should().BeEmpty();
            }
        }
        finally
        {
            foreach (var process in _processes)
            {
                await Task.WhenAny(process);
                if (process.IsCompletedSuccessfully)
                {
                    await (await process).DisposeAsync();
                }
            }
        }

        _cutOff.Should().BeGreaterThan(10);
        ids.Should().HaveCount(1_000);
        await CheckAsync(ids);
    }

    private async Task CheckAsync(List<Guid> ids)
    {
        var tasks = await AllAsync();
        tasks.Select(task => task.Id).Order().Should().Equal(ids.Order(), "none is lost and none has come");
        tasks.Should().OnlyContain(task => task.Status == AgentTaskStatus.Completed && task.Steps[0].Status == TaskStepStatus.Completed);

        var ledger = await TaskLedger.ReadAsync(fixture.Database.AdminConnectionString);
        var completed = ledger.Where(entry => entry.What == TaskLedger.Completed).ToList();
        completed.Select(entry => entry.TaskId).Order().Should().Equal(ids.Order(), "each is completed, and once");
        var tokens = completed.ToDictionary(entry => entry.TaskId, entry => entry.Token);
        tasks.Should().OnlyContain(task => tokens[task.Id] == task.FencingToken, "nobody has claimed it since");

        // What workers were told is what happened, and no two were told the same.
        var acknowledged = ledger.Where(entry => entry.What == TaskLedger.Acknowledged).ToList();
        acknowledged.Should().OnlyContain(entry => tokens[entry.TaskId] == entry.Token);
        acknowledged.Select(entry => entry.TaskId).Should().OnlyHaveUniqueItems();

        // Each began under a lease of its own, the one after the other, and the last of them has completed it.
        foreach (var begun in ledger.Where(entry => entry.What == TaskLedger.Begun).GroupBy(entry => entry.TaskId, entry => entry.Token))
        {
            begun.Should().OnlyHaveUniqueItems().And.OnlyContain(token => token <= tokens[begun.Key]);
        }

        var again = tokens.Values.Count(token => token > 1);
        var unheard = ids.Count - acknowledged.Count;
        output.WriteLine($"{again} tasks came back, {unheard} completions were not heard of, {_cutOff} connections were cut off");
        again.Should().BePositive("workers were killed with tasks in their hands");
    }

    /// <summary>Cuts connections off at random until so many tasks are done.</summary>
    private async Task CutOffUntilAsync(int done)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await CountDoneAsync() < done)
        {
            await CheckProcessesAsync();
            _cutOff += await Sql.ScalarAsync<long>(
                fixture.Database.AdminConnectionString,
                $"""
                SELECT count(pg_terminate_backend(pid)) FROM (
                    SELECT pid FROM pg_stat_activity
                    WHERE application_name = '{TaskWorkerProgram.ApplicationName}' AND datname = current_database()
                    ORDER BY random() LIMIT 1) AS victim
                """);
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>One that has ended by itself does no work any more: it would be waited for in vain.</summary>
    private async Task CheckProcessesAsync()
    {
        foreach (var process in _processes.Where(process => process.IsCompleted))
        {
            if (await process is { HasExited: true } ended)
            {
                throw new InvalidOperationException($"A process of workers has ended: {await ended.EndAsync()}");
            }
        }
    }

    /// <summary>Kills a process in the midst of a wave. Another one takes its place as soon as it can; the others do not wait for it.</summary>
    private async Task ReplaceAsync(int number)
    {
        await using var victim = await _processes[number];
        await victim.KillAsync();
        _processes[number] = StartAsync();
    }

    private async Task<TaskWorkerProcess> StartAsync()
    {
        var process = await TaskWorkerProcess.StartAsync(fixture.Database, _scope.WorkspaceId, WorkersEach);
        await process.BeginAsync();
        return process;
    }

    private Task<long> CountDoneAsync() => Sql.ScalarAsync<long>(
        fixture.Database.AdminConnectionString, "SELECT count(*) FROM work.ledger WHERE what = 'completed'");

    private async Task<IReadOnlyList<Guid>> CreateAsync()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, TasksPerWave).Select(_ => _tasks.CreateAsync(_scope, TaskSamples.New())));
        return [.. created.Select(task => task.Id)];
    }

    private async Task<IReadOnlyList<AgentTask>> AllAsync()
    {
        List<AgentTask> all = [];
        string? cursor = null;
        do
        {
            var page = await _tasks.ListAsync(_scope, new() { Limit = 500, Cursor = cursor });
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return all;
    }
}
