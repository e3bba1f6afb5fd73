using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

public sealed class RunnerApprovalTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly RunnerHost _host = RunnerHost.For(fixture);

    private ITaskStore Tasks => _host.Get<ITaskStore>();

    [Fact]
    public async Task RunAsync_ToolThatNeedsApproval_WaitsAsATask()
    {
        var session = await _host.NewSessionAsync();
        var result = await AskAsync(session);

        result.Outcome.Should().Be(AgentRunOutcome.WaitingForApproval);
        result.Run.Status.Should().Be(RunStatus.Completed);
        _host.Called.Should().BeEmpty();
        var pending = (await Tasks.ListPendingApprovalsAsync(_host.Scope)).Items.Should().ContainSingle().Subject;
        (pending.TaskId, pending.ToolName, pending.SessionId, pending.RunId)
            .Should().Be((result.Approvals.Single().Id, "book", session.Id, result.Run.Id));
        pending.Input!.Value.GetRawText().Should().Be("""{"hour":"10"}""");
        (await _host.ToolRunsAsync(session.Id)).Single().Status.Should().Be(ToolRunStatus.Pending);
        (await _host.EventsAsync(session.Id)).Select(@event => @event.Type).Should().Contain("approval_requested").And.Contain("run_waiting");
        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull("nobody has decided");
    }

    [Fact]
    public async Task ResumeAsync_Approved_RunsTheToolAndGoesOn()
    {
        var session = await _host.NewSessionAsync();
        var asked = await AskAsync(session);
        await Tasks.ApproveAsync(_host.Scope, asked.Approvals[0].Id, 1);
        _host.Model.Answers("Booked.");

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        (result!.Outcome, result.Text).Should().Be((AgentRunOutcome.Completed, "Booked."));
        _host.Called.Should().Equal("book 10");
        (await _host.LinesAsync(session.Id)).Should().Equal(
            "user: book it", "assistant: book(c1)", "tool: c1=did book 10", "assistant: booked.");
        var task = await Tasks.GetAsync(_host.Scope, asked.Approvals[0].Id);
        (task.Status, task.Output!.Value.GetString()).Should().Be((AgentTaskStatus.Completed, "did book 10"));
        var toolRun = (await _host.ToolRunsAsync(session.Id)).Single();
        (toolRun.Status, toolRun.ToolUseId).Should().Be((ToolRunStatus.Succeeded, "c1"));
        var runs = await _host.RunsAsync(session.Id);
        runs.Should().HaveCount(2);
        runs.Single(run => run.Id == result.Run.Id).ParentRunId.Should().Be(asked.Run.Id);
        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull("it is done");
    }

    [Fact]
    public async Task ResumeAsync_Rejected_TellsTheModel()
    {
        var session = await _host.NewSessionAsync();
        var asked = await AskAsync(session);
        await Tasks.RejectAsync(_host.Scope, asked.Approvals[0].Id, 1, new() { Comment = "Too early." });
        _host.Model.Answers("Then not.");

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        result!.Text.Should().Be("Then not.");
        _host.Called.Should().BeEmpty();
        (await _host.LinesAsync(session.Id))[2].Should().Be("tool: c1!a person has refused the call: too early.");
        (await _host.ToolRunsAsync(session.Id)).Single().Status.Should().Be(ToolRunStatus.Canceled);
    }

    [Fact]
    public async Task ResumeAsync_DecidedTwice_FollowsTheFirst()
    {
        var session = await _host.NewSessionAsync();
        var task = (await AskAsync(session)).Approvals[0].Id;
        await Tasks.RejectAsync(_host.Scope, task, 1);
        _host.Model.Answers("Then not.");

        await Tasks.Awaiting(tasks => tasks.ApproveAsync(_host.Scope, task, 1)).Should().ThrowAsync<ApprovalAlreadyDecidedException>();
        await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        _host.Called.Should().BeEmpty();
    }

    [Fact]
    public async Task ResumeAsync_ManyAtOnce_RunTheToolAndTheModelOnce()
    {
        var session = await _host.NewSessionAsync();
        var asked = await AskAsync(session);
        await Tasks.ApproveAsync(_host.Scope, asked.Approvals[0].Id, 1);
        _host.Model.Answers("Booked.");

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _host.Runner.ResumeAsync(_host.Scope, session.Id)));

        results.OfType<AgentRunResult>().Should().ContainSingle();
        _host.Called.Should().Equal("book 10");
        (await _host.LinesAsync(session.Id)).Should().HaveCount(4);
    }

    [Fact]
    public async Task RunAsync_WhileACallWaits_GoesOnAndTheResultComesLater()
    {
        var session = await _host.NewSessionAsync();
        var asked = await AskAsync(session);
        _host.Model.Answers("It waits for your approval.").Answers("Booked now.");

        await _host.Runner.RunAsync(_host.Scope, session.Id, "Is it booked?");
        await Tasks.ApproveAsync(_host.Scope, asked.Approvals[0].Id, 1);
        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        _host.Model.Calls[1].Lines.Should().Equal(
            "system: Be brief.", "user: book it", "assistant: book(c1)", $"tool: c1={PromptOrder.NoResult}", "user: Is it booked?");
        _host.Model.Calls[2].Lines.Should().Equal(
            "system: Be brief.", "user: book it", "assistant: book(c1)", "tool: c1=did book 10", "user: Is it booked?",
            "assistant: It waits for your approval.", $"user: {PromptOrder.CameLate}");
        result!.Text.Should().Be("Booked now.");
        (await _host.LinesAsync(session.Id)).TakeLast(2).Should().Equal("tool: c1=did book 10", "assistant: booked now.");
    }

    [Fact]
    public async Task ResumeAsync_OneOfTwoDecided_DoesThatOneAndWaitsForTheOther()
    {
        var session = await _host.NewSessionAsync();
        await _host.AllowAsync(AutoExecuteLevel.AutoLowRisk);
        _host.Model.Asks(
            RunnerHost.Call("book", "c1", ("hour", "10")), RunnerHost.Call("look", "c2", ("what", "x")), RunnerHost.Call("pay", "c3"));
        var asked = await _host.Runner.RunAsync(_host.Scope, session.Id, "go");
        asked.Approvals.Should().HaveCount(2);

        await Tasks.ApproveAsync(_host.Scope, asked.Approvals[1].Id, 1);
        var half = await _host.Runner.ResumeAsync(_host.Scope, session.Id);
        await Tasks.ApproveAsync(_host.Scope, asked.Approvals[0].Id, 1);
        _host.Model.Answers("All done.");
        var whole = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        (half!.Outcome, whole!.Outcome).Should().Be((AgentRunOutcome.WaitingForApproval, AgentRunOutcome.Completed));
        _host.Called.Should().Equal("look x", "pay", "book 10");
        _host.Model.Calls[^1].Lines.TakeLast(3).Should().Equal("tool: c1=did book 10", "tool: c2=did look x", "tool: c3=did pay");
    }

    [Fact]
    public async Task ResumeAsync_ApprovedToolThatWasDisabledSince_IsNotRun()
    {
        var service = AgentScope.ForService(_host.Scope.WorkspaceId);
        var agents = _host.Get<IAgentRegistry>();
        await agents.RegisterAsync(service, RunnerHost.Definition);
        var session = await _host.NewSessionAsync();
        var asked = await AskAsync(session);
        await Tasks.ApproveAsync(_host.Scope, asked.Approvals[0].Id, 1);
        await agents.SetToolEnabledAsync(service, RunnerHost.Agent, "book", enabled: false);
        _host.Model.Answers("Sorry.");

        await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        _host.Called.Should().BeEmpty();
        (await _host.LinesAsync(session.Id))[2].Should().StartWith("tool: c1!there is no tool 'book'");
    }

    [Fact]
    public async Task ResumeAsync_ApprovedToolThatFails_FailsItsTaskAndTellsTheModel()
    {
        var session = await _host.NewSessionAsync();
        await _host.AllowAsync(AutoExecuteLevel.Confirm);
        _host.Model.Asks(RunnerHost.Call("book", "c1"));
        var asked = await _host.Runner.RunAsync(_host.Scope, session.Id, "book it");
        await Tasks.ApproveAsync(_host.Scope, asked.Approvals[0].Id, 1);
        _host.Model.Answers("At what time?");

        (await _host.Runner.ResumeAsync(_host.Scope, session.Id))!.Text.Should().Be("At what time?");

        (await Tasks.GetAsync(_host.Scope, asked.Approvals[0].Id)).Status.Should().Be(AgentTaskStatus.Failed);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private async Task<AgentRunResult> AskAsync(Session session)
    {
        await _host.AllowAsync(AutoExecuteLevel.Confirm);
        _host.Model.Asks(RunnerHost.Call("book", "c1", ("hour", "10")));
        return await _host.Runner.RunAsync(_host.Scope, session.Id, "book it");
    }
}
