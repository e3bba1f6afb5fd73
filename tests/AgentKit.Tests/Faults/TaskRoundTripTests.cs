using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Tasks;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The same as <see cref="RoundTripTests"/> for tasks: a lock, a change and what came of it are one round trip.</summary>
public sealed class TaskRoundTripTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task EveryCall_OnTheWire_IsOneRoundTrip()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);
        var tasks = provider.GetRequiredService<ITaskStore>();
        var scope = AgentKitFixture.NewUser();
        await tasks.ListAsync(scope); // connects

        // Before, while and after the statements are prepared: never more than one.
        for (var i = 0; i < 8; i++)
        {
            var task = TaskSamples.New(TaskSamples.Free, TaskSamples.Free, TaskSamples.Gated) with { DueAt = DateTimeOffset.UnixEpoch };
            TaskLease lease = null!;
            (string What, Func<Task> Call)[] calls =
            [
                ("a creation", () => tasks.CreateAsync(scope, task)),
                ("a claim", async () => lease = (await tasks.ClaimAsync(scope, TaskSamples.Claim()))!.Lease),
                ("a claim of nothing", () => tasks.ClaimAsync(scope, TaskSamples.Claim())),
                ("a renewal", () => tasks.RenewAsync(scope, lease, TaskSamples.Hour)),
                ("a start", () => tasks.StartStepAsync(scope, lease, 1)),
                ("a refusal", () => tasks.Awaiting(t => t.StartStepAsync(scope, lease, 2)).Should().ThrowAsync<InvalidTaskStateException>()),
                ("a completion", () => tasks.CompleteStepAsync(scope, lease, 1)),
                ("a release", () => tasks.ReleaseAsync(scope, lease)),
                ("a skip", () => tasks.SkipStepAsync(scope, task.Id, 2)),
                ("the inbox", () => tasks.ListPendingApprovalsAsync(scope)),
                ("an approval", () => tasks.ApproveAsync(scope, task.Id, 3)),
                ("a sweep", () => tasks.FailOverdueAsync(scope)),
                ("a retry", () => tasks.RetryStepAsync(scope, task.Id, 3, 1)),
                ("a cancellation", () => tasks.CancelAsync(scope, task.Id)),
                ("a read", () => tasks.GetAsync(scope, task.Id)),
                ("a list", () => tasks.ListAsync(scope)),
                ("a list by deadline", () => tasks.ListAsync(scope, new() { DueBefore = DateTimeOffset.UtcNow })),
            ];

            foreach (var (what, call) in calls)
            {
                var before = proxy.RoundTrips;
                await call();
                (proxy.RoundTrips - before).Should().Be(1, "{0}, the {1}th", what, i);
            }
        }
    }
}
