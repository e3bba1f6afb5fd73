using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary><c>agentkit tasks</c>: the inbox, and the one decision.</summary>
public sealed class TasksTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly Tool _tool = Tool.On(fixture);

    [Fact]
    public async Task Inbox_WithAStepThatWaits_ShowsWhatApproveTakes()
    {
        var (scope, task) = await CreateAsync();

        var text = await _tool.RunAsync("tasks", "inbox", "-w", scope.WorkspaceId);
        var json = await _tool.RunAsync("tasks", "inbox", "-w", scope.WorkspaceId, "--json");

        text.Lines.Should().ContainSingle(line => line.StartsWith($"{task.Id}/1"))
            .Which.Should().ContainAll("Refund", "Pay back", "refund", """{"amount":12.5}""", "u-1");
        text.Errors.Should().Contain("tasks approve <step> --by <who>");
        json.Json.GetProperty("items")[0].GetProperty("taskId").GetGuid().Should().Be(task.Id);
        json.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Inbox_WithNothingInIt_SaysSo()
    {
        var outcome = await _tool.RunAsync("tasks", "inbox", "-w", AgentKitFixture.NewWorkspace());

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Errors.Should().Contain("Nothing waits");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Inbox_OnATerminal_FitsIt(int width)
    {
        var (scope, task) = await CreateAsync();

        var outcome = await (_tool with { Width = width }).RunAsync("tasks", "inbox", "-w", scope.WorkspaceId);

        outcome.Lines.Should().OnlyContain(line => Cell.Width(line) <= width).And.Contain(line => line.StartsWith($"{task.Id}/1"));
    }

    [Theory]
    [InlineData("approve", AgentTaskStatus.Pending, "approved by boss")]
    [InlineData("reject", AgentTaskStatus.Canceled, "rejected by boss")]
    public async Task Decision_Made_IsTakenOnceAndForAll(string verb, AgentTaskStatus status, string said)
    {
        var (scope, task) = await CreateAsync();

        var decided = await _tool.RunAsync("tasks", verb, $"{task.Id}/1", "-w", scope.WorkspaceId, "--by", "boss", "--comment", "fine");
        var again = await _tool.RunAsync("tasks", "approve", $"{task.Id}/1", "-w", scope.WorkspaceId, "--user", "late");

        decided.ExitCode.Should().Be(ExitCode.Done);
        decided.Output.Should().Contain(said);
        again.ExitCode.Should().Be(ExitCode.Refused);
        again.Errors.Should().Contain("boss", "it says who was first");
        var after = await fixture.Get<ITaskStore>().GetAsync(scope, task.Id);
        after.Status.Should().Be(status);
        after.Steps[0].Decision!.Comment.Should().Be("fine");
    }

    [Fact]
    public async Task Decision_WithJson_WritesTheTask()
    {
        var (scope, task) = await CreateAsync();

        var outcome = await _tool.RunAsync("tasks", "approve", $"{task.Id}/1", "-w", scope.WorkspaceId, "--by", "boss", "--json");

        outcome.Json.GetProperty("steps")[0].GetProperty("decision").GetProperty("decidedBy").GetString().Should().Be("boss");
        outcome.Json.GetProperty("status").GetString().Should().Be("pending");
    }

    [Theory]
    [InlineData("/1", ExitCode.Usage)]
    [InlineData("/0 --by boss", ExitCode.Usage)]
    [InlineData("/x --by boss", ExitCode.Usage)]
    [InlineData("/2 --by boss", ExitCode.Refused)]
    [InlineData("/3 --by boss", ExitCode.NotFound)]
    public async Task Decision_ThatCannotBeMade_IsRefused(string rest, int exitCode)
    {
        var (scope, task) = await CreateAsync();

        var outcome = await _tool.RunAsync(["tasks", "approve", .. $"{task.Id}{rest}".Split(' '), "-w", scope.WorkspaceId]);

        outcome.ExitCode.Should().Be(exitCode);
        outcome.Errors.Should().NotBeEmpty();
    }

    private async Task<(AgentScope Scope, AgentTask Task)> CreateAsync()
    {
        var scope = AgentKitFixture.NewUser();
        var task = await fixture.Get<ITaskStore>().CreateAsync(scope, new NewTask("Refund of an order that came late", [
            new("Pay back the shipping fee") { ToolName = "refund", RequiresApproval = true, Input = CliSamples.Json("""{"amount":12.5}""") },
            new("Tell the customer"),
        ]));
        return (scope, task);
    }
}
