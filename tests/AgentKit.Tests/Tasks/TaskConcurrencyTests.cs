using System.Collections.Concurrent;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Tasks;

public sealed class TaskConcurrencyTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Workers = 16;

    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewService();

    [Fact]
    public async Task ClaimAsync_SixteenWorkers_ClaimEachOfAThousandTasksOnce()
    {
        var ids = await CreateAsync(1_000);

        var claimed = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            List<Guid> mine = [];
            while (await _tasks.ClaimAsync(_scope, TaskSamples.Claim($"w-{worker}")) is { } claim)
            {
                mine.Add(claim.Task.Id);
            }

            return mine;
        })));

        claimed.SelectMany(mine => mine).Order().Should().Equal(ids.Order());
    }

    /// <summary>Each third worker dies with its task in hand. What it held comes back, and what it still sends is refused.</summary>
    [Fact]
    public async Task Workers_SomeDie_EachTaskIsDoneExactlyOnce()
    {
        var ids = await CreateAsync(1_000);
        ConcurrentBag<TaskLease> abandoned = [];
        ConcurrentDictionary<Guid, int> done = [];

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; await _tasks.ClaimAsync(_scope, TaskSamples.Claim($"w-{worker}")) is { } claim; i++)
            {
                await _tasks.StartStepAsync(_scope, claim.Lease, 1);
                if ((worker + i) % 3 == 0)
                {
                    abandoned.Add(claim.Lease);
                    await fixture.ExpireAsync(claim.Task.Id);
                    continue;
                }

                await _tasks.CompleteStepAsync(_scope, claim.Lease, 1);
                done.AddOrUpdate(claim.Task.Id, 1, (_, count) => count + 1);
            }
        })));

        abandoned.Should().NotBeEmpty();
        done.Keys.Order().Should().Equal(ids.Order());
        done.Values.Should().OnlyContain(count => count == 1);
        foreach (var lease in abandoned)
        {
            await _tasks.Awaiting(tasks => tasks.CompleteStepAsync(_scope, lease, 1)).Should().ThrowAsync<TaskLeaseLostException>();
        }

        (await _tasks.ListAsync(_scope, new() { Limit = 1_000 })).Items.Should().OnlyContain(task =>
            task.Status == AgentTaskStatus.Completed && task.Steps[0].Attempt == task.FencingToken);
    }

    [Fact]
    public async Task Decisions_TwoPeopleAtOnce_ExactlyOneWinsAThousandTimes()
    {
        for (var round = 0; round < 1_000; round++)
        {
            var task = await _tasks.CreateAsync(_scope, TaskSamples.New(TaskSamples.Gated));

            var firsts = await Task.WhenAll(
                DecideAsync(() => _tasks.ApproveAsync(_scope, task.Id, 1, new() { Approver = "ana" })),
                DecideAsync(() => _tasks.RejectAsync(_scope, task.Id, 1, new() { Approver = "ben" })));

            // One has decided, and the other one was told by whom.
            firsts.Should().ContainSingle(first => first == null);
            var (status, by) = firsts[0] is null ? (AgentTaskStatus.Pending, "ana") : (AgentTaskStatus.Canceled, "ben");
            firsts.Should().ContainSingle(first => first == by);
            var after = await _tasks.GetAsync(_scope, task.Id);
            (after.Status, after.Steps[0].Decision!.DecidedBy).Should().Be((status, by));
        }
    }

    /// <summary>People and a worker change one task at the same time: its status is never another than that of its steps.</summary>
    [Fact]
    public async Task Changes_OfOneTaskAtOnce_KeepTheStatusThatOfTheSteps()
    {
        for (var round = 0; round < 30; round++)
        {
            var (lease, task) = await _tasks.ClaimNewAsync(_scope, TaskSamples.Free, TaskSamples.Free, TaskSamples.Gated, TaskSamples.Free);
            Func<Task>[] changes =
            [
                () => _tasks.DoStepAsync(_scope, lease, 1),
                () => _tasks.DoStepAsync(_scope, lease, 2),
                () => _tasks.SkipStepAsync(_scope, task.Id, 2),
                () => _tasks.SkipStepAsync(_scope, task.Id, 4),
                () => _tasks.ApproveAsync(_scope, task.Id, 3, new() { Approver = "ana" }),
                () => _tasks.SkipStepAsync(_scope, task.Id, 3),
            ];

            await Task.WhenAll(changes.Select(change => Task.Run(() => WinsAsync(change))));

            var after = await _tasks.GetAsync(_scope, task.Id);
            after.Status.Should().Be(TaskModel.Derive(after.Statuses()), string.Join(", ", after.Statuses()));
        }
    }

    private async Task<List<Guid>> CreateAsync(int count)
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, count).Select(i => _tasks.CreateAsync(
            _scope, TaskSamples.New() with { Priority = i % 3 })));
        return [.. tasks.Select(task => task.Id)];
    }

    /// <summary>Nothing for the one who decides; for the other one, who was first.</summary>
    private static async Task<string?> DecideAsync(Func<Task> decide)
    {
        try
        {
            await decide();
            return null;
        }
        catch (ApprovalAlreadyDecidedException decided)
        {
            return decided.DecidedBy;
        }
    }

    private static async Task<bool> WinsAsync(Func<Task> change)
    {
        try
        {
            await change();
            return true;
        }
        catch (AgentKitException error) when (error.Category is ErrorCategory.Conflict or ErrorCategory.InvalidState)
        {
            return false;
        }
    }
}
