using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Tasks.Workers;

/// <summary>The process that the kill test starts: what breaks in it is a failure of the test, and no silence.</summary>
public sealed class TaskWorkerProcessTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task Process_WhoseWorkerBreaks_EndsWithTheReason()
    {
        var scope = AgentKitFixture.NewService();
        await fixture.Get<ITaskStore>().CreateAsync(scope, TaskSamples.New());
        await using var process = await TaskWorkerProcess.StartAsync(fixture.Database, scope.WorkspaceId, workers: 2);

        await process.BeginAsync(); // there is no ledger to write into

        await Eventually.HoldsAsync(() => process.HasExited);
        (await process.EndAsync()).Should().StartWith("exit code 3: ").And.Contain("work.ledger");
    }
}
