using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

/// <summary>A worker dies, and another one goes on; a worker that was only thought dead writes nothing any more.</summary>
public sealed class RunnerRecoveryTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly RunnerHost _dead = RunnerHost.For(fixture);
    private readonly TaskCompletionSource _reached = new();
    private readonly TaskCompletionSource _release = new();
    private RunnerHost _host = null!;

    public Task InitializeAsync()
    {
        _host = RunnerHost.For(fixture, _dead.Scope);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task ResumeAsync_DiedWhileTheModelWasAsked_AsksAgainAndKeepsTheMessage()
    {
        var session = await _dead.NewSessionAsync();
        _dead.Model.Does(async (_, _) =>
        {
            await HangAsync();
            return ScriptedChatClient.Response(null, new TextContent("too late"));
        });
        var lost = await DieAsync(session);
        _host.Model.Answers("Here I am.");

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        (result!.Text, result.Run.Status).Should().Be(("Here I am.", RunStatus.Completed));
        (await _host.LinesAsync(session.Id)).Should().Equal("user: hi", "assistant: here i am.");
        _release.SetResult();
        (await lost.Should().ThrowAsync<RunLeaseLostException>()).Which.RunId.Should().Be(result.Run.Id);
        (await _host.LinesAsync(session.Id)).Should().HaveCount(2, "the reply of the dead worker is not said");
        (await _host.Get<ISessionStore>().GetAsync(_host.Scope, session.Id)).InputTokens.Should().Be(20, "but it was paid for");
    }

    [Fact]
    public async Task ResumeAsync_DiedWhileAToolRan_DoesNotRunItAgain()
    {
        var session = await _dead.NewSessionAsync();
        _dead.WaitAsync = async _ =>
        {
            await HangAsync();
            return "late";
        };
        _dead.Model.Asks(RunnerHost.Call("look", "c1", ("what", "x")), RunnerHost.Call("wait", "c2"), RunnerHost.Call("look", "c3", ("what", "y")));
        var lost = await DieAsync(session);
        _host.Model.Answers("I do not know.");

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        result!.Text.Should().Be("I do not know.");
        (_dead.Called.Count, _host.Called.Single()).Should().Be((1, "look y"), "what was done is not done again, what was not begun is done");
        (await _host.LinesAsync(session.Id))[2].Should().Be(
            $"tool: c1=did look x c2!{ToolTexts.Interrupted} c3=did look y".ToLowerInvariant());
        (await _host.ToolRunsAsync(session.Id)).Single(run => run.ToolName == "wait").Error!.Type.Should().Be(ToolError.Abandoned);
        _release.SetResult();
        await lost.Should().ThrowAsync<RunLeaseLostException>();
    }

    [Fact]
    public async Task ResumeAsync_DiedWhileAnApprovedToolRan_DoesNotRunItAgain()
    {
        await _dead.AllowAsync(AutoExecuteLevel.AutoLowRisk);
        var gate = new AgentTool(
            new ApprovalRequiredAIFunction(AIFunctionFactory.Create(async () => await HangAsync(), "pay_slowly")), ToolRisk.High);
        var definition = RunnerHost.Definition with { Id = "payer", Name = "Payer", Tools = ["pay_slowly"] };
        await using var first = Payer(gate);
        await using var second = Payer(gate);
        await first.AllowAsync(AutoExecuteLevel.Confirm);
        var session = await first.Get<ISessionStore>().CreateAsync(first.Scope, new NewSession(definition.Id));
        first.Model.Asks(RunnerHost.Call("pay_slowly"));
        var asked = await first.Runner.RunAsync(first.Scope, session.Id, "pay");
        await first.Get<ITaskStore>().ApproveAsync(first.Scope, asked.Approvals[0].Id, 1);
        var dying = first.Runner.ResumeAsync(first.Scope, session.Id);
        await _reached.Task;
        await first.ExpireLeasesAsync();
        second.Model.Answers("Please check whether it was paid.");

        var result = await second.Runner.ResumeAsync(second.Scope, session.Id);

        result!.Text.Should().Be("Please check whether it was paid.");
        (await second.ToolRunsAsync(session.Id)).Should().ContainSingle().Which.Error!.Type.Should().Be(ToolError.Abandoned);
        (await second.Get<ITaskStore>().GetAsync(second.Scope, asked.Approvals[0].Id)).Status.Should().Be(AgentTaskStatus.Failed);
        _release.SetResult();
        await FluentActions.Awaiting(() => dying).Should().ThrowAsync<RunLeaseLostException>();

        RunnerHost Payer(AgentTool tool) => new(fixture, services: services =>
            services.AddAgentKit().AddAgent(definition).AddTool(tool))
        { Scope = _dead.Scope };
    }

    [Fact]
    public async Task RunAsync_SameRunAfterItsWorkerDied_GoesOnWithIt()
    {
        var session = await _dead.NewSessionAsync();
        var options = new AgentRunOptions { RunId = Guid.CreateVersion7() };
        _dead.Model.Does(async (_, _) =>
        {
            await HangAsync();
            return ScriptedChatClient.Response(null, new TextContent("too late"));
        });
        var lost = await DieAsync(session, options);
        _host.Model.Answers("Here I am.");

        var result = await _host.Runner.RunAsync(_host.Scope, session.Id, "hi", options);

        (result.Text, result.Run.Id).Should().Be(("Here I am.", options.RunId!.Value));
        _release.SetResult();
        await lost.Should().ThrowAsync<RunLeaseLostException>();
    }

    [Fact]
    public async Task ResumeAsync_WorkerThatLives_IsLeftAlone()
    {
        var session = await _dead.NewSessionAsync();
        _dead.Model.Does(async (_, _) =>
        {
            await HangAsync();
            return ScriptedChatClient.Response(null, new TextContent("in time"));
        });
        var running = _dead.Runner.RunAsync(_dead.Scope, session.Id, "hi");
        await _reached.Task;

        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull();

        _release.SetResult();
        (await running).Text.Should().Be("in time");
    }

    [Fact]
    public async Task ResumeAsync_AgentOfTheRunIsGone_FailsTheRun()
    {
        var service = AgentScope.ForService(_dead.Scope.WorkspaceId);
        var sessions = _host.Get<ISessionStore>();
        await _host.Get<IAgentRegistry>().RegisterAsync(service, RunnerHost.Definition with { Id = "temporary", Name = "Temporary" });
        var session = await sessions.CreateAsync(_dead.Scope, new NewSession("temporary"));
        _dead.Model.Does(async (_, _) =>
        {
            await HangAsync();
            return ScriptedChatClient.Response(null, new TextContent("too late"));
        });
        var lost = await DieAsync(session);
        await sessions.CommitAsync(_dead.Scope, session, new SessionCommit { AgentId = RunnerHost.Agent });
        await _host.Get<IAgentRegistry>().UnregisterAsync(service, "temporary");

        await _host.Runner.Awaiting(runner => runner.ResumeAsync(_host.Scope, session.Id)).Should().ThrowAsync<AgentNotFoundException>();

        var run = (await _host.RunsAsync(session.Id)).Single();
        (run.Status, run.Error?.Type).Should().Be((RunStatus.Failed, "AgentKit.AgentNotFoundException"));
        _release.SetResult();
        await lost.Should().ThrowAsync<RunLeaseLostException>();
    }

    [Fact]
    public async Task RunAsync_ClientGoesAwayAfterATakeOver_LeavesTheSuccessorAlone()
    {
        var session = await _dead.NewSessionAsync();
        using var client = new CancellationTokenSource();
        _dead.Model.Does(async (_, token) =>
        {
            _reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new ChatResponse();
        });
        var stalled = _dead.Runner.RunAsync(_dead.Scope, session.Id, "hi", cancellationToken: client.Token);
        await _reached.Task;
        await _dead.ExpireLeasesAsync();
        _host.Model.Does(async (_, _) =>
        {
            await client.CancelAsync();
            await FluentActions.Awaiting(() => stalled).Should().ThrowAsync<OperationCanceledException>();
            return ScriptedChatClient.Response(null, new TextContent("Here I am."));
        });

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        (result!.Text, result.Run.Status).Should().Be(("Here I am.", RunStatus.Completed));
        (await _dead.EventsAsync(session.Id)).Select(@event => @event.Type).Should().Contain("run_lost").And.NotContain("run_canceled");
    }

    [Fact]
    public async Task RunAsync_RunCalledOffByAPerson_StopsAtItsNextWrite()
    {
        var session = await _dead.NewSessionAsync();
        _dead.Model.Does(async (_, token) =>
        {
            var run = (await _host.RunsAsync(session.Id)).Single();
            await _host.Get<IRunStore>().CancelAsync(_host.Scope, run.Id, "enough", token);
            return ScriptedChatClient.Response(null, new TextContent("unwanted"));
        });

        (await _dead.Runner.Awaiting(runner => runner.RunAsync(_dead.Scope, session.Id, "hi")).Should().ThrowAsync<RunLeaseLostException>())
            .Which.Status.Should().Be(RunStatus.Canceled);

        (await _host.LinesAsync(session.Id)).Should().BeEmpty();
        (await _host.Get<ISessionStore>().GetAsync(_host.Scope, session.Id)).InputTokens.Should().Be(10);
    }

    [Fact]
    public async Task RunAsync_RunCalledOffWhileTheModelThinks_StopsIt()
    {
        await using var host = new RunnerHost(fixture, options => options.LeaseDuration = TimeSpan.FromSeconds(3));
        var session = await host.NewSessionAsync();
        host.Model.Does(async (_, token) =>
        {
            var run = (await host.RunsAsync(session.Id)).Single();
            await host.Get<IRunStore>().CancelAsync(host.Scope, run.Id, "enough", token);
            await Task.Delay(Timeout.Infinite, token);
            return new ChatResponse();
        });

        (await host.Runner.Awaiting(runner => runner.RunAsync(host.Scope, session.Id, "hi")).Should().ThrowAsync<RunLeaseLostException>())
            .Which.Status.Should().Be(RunStatus.Canceled);

        (await host.EventsAsync(session.Id))[^1].Type.Should().Be("run_lost");
    }

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _dead.DisposeAsync();
        await _host.DisposeAsync();
    }

    /// <summary>Begins a run that hangs, and lets its leases expire.</summary>
    private async Task<Func<Task>> DieAsync(Session session, AgentRunOptions? options = null)
    {
        var running = _dead.Runner.RunAsync(_dead.Scope, session.Id, "hi", options);
        await _reached.Task;
        await _dead.ExpireLeasesAsync();
        return () => running;
    }

    private async Task HangAsync()
    {
        _reached.TrySetResult();
        await _release.Task;
    }
}
