using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Tasks;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The same as <see cref="LostConnectionTests"/> for tasks: the connection dies before or after each write, and it is applied once.</summary>
public sealed class LostTaskWriteTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EveryWrite_ConnectionCut_IsAppliedOnce(bool beforeItArrives)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        });
        var tasks = provider.GetRequiredService<ITaskStore>();
        var task = TaskSamples.New(TaskSamples.Gated, TaskSamples.Free, TaskSamples.Free, TaskSamples.Gated, TaskSamples.Gated) with
        {
            DueAt = DateTimeOffset.UnixEpoch,
        };
        await tasks.FindAsync(_scope, task.Id); // connects
        TaskLease lease = null!;
        Func<Task> Claim(long token) => async () =>
        {
            lease = (await tasks.ClaimAsync(_scope, TaskSamples.Claim()))!.Lease;
            lease.FencingToken.Should().Be(token);
        };
        (string What, Func<Task> Write)[] writes =
        [
            ("create", () => tasks.CreateAsync(_scope, task)),
            ("approve", () => tasks.ApproveAsync(_scope, task.Id, 1)),
            ("claim", Claim(1)),
            ("start", () => tasks.StartStepAsync(_scope, lease, 1)),
            ("fail", () => tasks.FailStepAsync(_scope, lease, 1, "x")),
            ("retry", () => tasks.RetryStepAsync(_scope, task.Id, 1, 1)),
            ("claim again", Claim(2)),
            ("renew", async () => lease = await tasks.RenewAsync(_scope, lease, TaskSamples.Hour)),
            ("release", () => tasks.ReleaseAsync(_scope, lease)),
            ("claim once more", Claim(3)),
            ("start again", () => tasks.StartStepAsync(_scope, lease, 1)),
            ("complete", () => tasks.CompleteStepAsync(_scope, lease, 1)),
            ("skip by the worker", () => tasks.SkipStepAsync(_scope, lease, 2)),
            ("skip by a person", () => tasks.SkipStepAsync(_scope, task.Id, 3)),
            ("overdue", async () => (await tasks.FailOverdueAsync(_scope)).Should().ContainSingle()),
            ("retry without an approval", () => tasks.RetryStepAsync(_scope, task.Id, 4, 1)),
            ("reject", () => tasks.RejectAsync(_scope, task.Id, 4)),
            ("cancel", () => tasks.CancelAsync(_scope, task.Id)),
        ];

        foreach (var (what, write) in writes)
        {
            // Twice in a row, so that the second attempt is lost as well.
            proxy.Cut(2, beforeItArrives);

            var before = proxy.Cuts;
            await write();
            proxy.Cuts.Should().Be(before + 2, what);
        }

        var after = await fixture.Get<ITaskStore>().GetAsync(_scope, task.Id);
        (after.Status, after.FencingToken).Should().Be((AgentTaskStatus.Canceled, 3));
        after.Steps.Select(step => (step.Status, step.Attempt)).Should().Equal(
            (TaskStepStatus.Completed, 2),
            (TaskStepStatus.Skipped, 1),
            (TaskStepStatus.Skipped, 1),
            (TaskStepStatus.Canceled, 2),
            (TaskStepStatus.Canceled, 1));
        (await fixture.Get<ITaskStore>().ListAsync(_scope)).Items.Should().ContainSingle();
    }

    /// <summary>Workers claim and work while connections are cut at random: every task is done once, by one attempt.</summary>
    [Fact]
    public async Task Workers_WhileConnectionsAreCut_DoEachTaskOnce()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
            options.Resilience.TransientRetries = 20;
        });
        var tasks = provider.GetRequiredService<ITaskStore>();
        for (var i = 0; i < 60; i++)
        {
            await tasks.CreateAsync(_scope, TaskSamples.New());
        }

        proxy.CutOneOf = 5;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (await tasks.ClaimAsync(_scope, TaskSamples.Claim()) is { } claimed)
            {
                await tasks.DoStepAsync(_scope, claimed.Lease, 1);
            }
        })));

        proxy.Cuts.Should().BeGreaterThan(10);
        (await fixture.Get<ITaskStore>().ListAsync(_scope, new() { Limit = 1_000 })).Items.Should().HaveCount(60).And.OnlyContain(task =>
            task.Status == AgentTaskStatus.Completed && task.FencingToken == 1 && task.Steps[0].Attempt == 1);
    }
}
