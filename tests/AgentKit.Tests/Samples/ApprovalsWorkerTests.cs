using System.Text.Json;
using AgentKit.Approvals.Working;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>What tools do that nobody foresaw: it fails their step, and never the worker.</summary>
public sealed class ApprovalsWorkerTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const string ToolName = "tool";

    private static readonly Dictionary<string, Func<JsonElement>> Misbehaviours = new()
    {
        ["a message that is empty"] = () => throw new InvalidOperationException(""),
        ["a message with U+0000"] = () => throw new InvalidOperationException("before\0after"),
        ["half of a character"] = () => throw new InvalidOperationException("half \ud83d"),
        ["no output"] = () => default,
        ["output that is too large"] = () => JsonSerializer.SerializeToElement(new string('x', 2_000_000)),
        ["output with U+0000"] = () => JsonElement.Parse("""{"name": "before\u0000after"}"""),
    };

    private readonly ITaskStore _tasks = fixture.Get<ITaskStore>();
    private readonly AgentScope _scope = AgentKitFixture.NewService();

    [Theory]
    [InlineData("a message that is empty", "InvalidOperationException")]
    [InlineData("a message with U+0000", "before\uFFFDafter")]
    [InlineData("half of a character", "half \uFFFD")]
    [InlineData("no output", "The tool has done its work; what it returned cannot be kept: *undefined*")]
    [InlineData("output that is too large", "The tool has done its work; what it returned cannot be kept: *more than*")]
    [InlineData("output with U+0000", "The tool has done its work; what it returned cannot be kept: *U+0000*")]
    public async Task Worker_WhoseToolMisbehaves_FailsTheStepAndGoesOn(string misbehaviour, string reason)
    {
        var first = await SubmitAsync();
        var next = await SubmitAsync();
        var options = new WorkerOptions
        {
            WorkspaceId = _scope.WorkspaceId,
            Name = "worker",
            Lease = TimeSpan.FromMinutes(5),
            LookEvery = TimeSpan.FromMilliseconds(20),
        };
        var tool = new SuddenTool(first, Misbehaviours[misbehaviour]);
        using var worker = new TaskWorker(_tasks, [tool], options, TimeProvider.System, NullLogger<TaskWorker>.Instance);

        await worker.StartAsync(CancellationToken.None);
        try
        {
            await Eventually.HoldsAsync(async () =>
                worker.ExecuteTask!.IsCompleted || (await _tasks.GetAsync(_scope, next)).Status == AgentTaskStatus.Completed);
        }
        finally
        {
            await worker.StopAsync(CancellationToken.None);
        }

        worker.ExecuteTask!.IsFaulted.Should().BeFalse($"it lives: {worker.ExecuteTask.Exception}");
        var failed = await _tasks.GetAsync(_scope, first);
        (failed.Status, failed.Steps[0].Status).Should().Be((AgentTaskStatus.Failed, TaskStepStatus.Failed));
        failed.StatusReason.Should().Match(reason);
        (await _tasks.GetAsync(_scope, next)).Status.Should().Be(AgentTaskStatus.Completed);
    }

    private async Task<Guid> SubmitAsync() =>
        (await _tasks.CreateAsync(_scope, new NewTask("task", [new("step") { ToolName = ToolName }]))).Id;

    /// <summary>Misbehaves in one task, and does the others.</summary>
    private sealed class SuddenTool(Guid task, Func<JsonElement> misbehave) : IStepTool
    {
        public string Name => ToolName;

        public Task<JsonElement> RunAsync(StepCall call, CancellationToken cancellationToken) =>
            Task.FromResult(call.Step.TaskId == task ? misbehave() : JsonElement.Parse("{}"));
    }
}
