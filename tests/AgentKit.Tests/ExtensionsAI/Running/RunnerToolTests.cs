using System.Text.Json;
using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

/// <summary>What is done about the tools that a model asks for.</summary>
public sealed class RunnerToolTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly RunnerHost _host = RunnerHost.For(fixture);

    [Theory]
    [InlineData(AutoExecuteLevel.SuggestOnly, "look", ToolDecision.Execute)]
    [InlineData(AutoExecuteLevel.SuggestOnly, "note", ToolDecision.Suggest)]
    [InlineData(AutoExecuteLevel.SuggestOnly, "pay", ToolDecision.Suggest)]
    [InlineData(AutoExecuteLevel.Confirm, "note", ToolDecision.RequestApproval)]
    [InlineData(AutoExecuteLevel.AutoLowRisk, "note", ToolDecision.Execute)]
    [InlineData(AutoExecuteLevel.AutoLowRisk, "book", ToolDecision.RequestApproval)]
    [InlineData(AutoExecuteLevel.AutoLowRisk, "pay", ToolDecision.RequestApproval)]
    [InlineData(AutoExecuteLevel.AutoLowRisk, "sign", ToolDecision.RequestApproval)]
    public async Task RunAsync_LevelAndRisk_DecideWhatIsDone(AutoExecuteLevel level, string tool, ToolDecision expected)
    {
        var session = await _host.NewSessionAsync();
        await _host.AllowAsync(level);
        _host.Model.Asks(RunnerHost.Call(tool, "c1", ("what", "x"), ("hour", "10"))).Answers("done");

        var result = await _host.Runner.RunAsync(_host.Scope, session.Id, "go");

        _host.Called.Should().HaveCount(expected == ToolDecision.Execute ? 1 : 0);
        result.Outcome.Should().Be(expected == ToolDecision.RequestApproval ? AgentRunOutcome.WaitingForApproval : AgentRunOutcome.Completed);
        var lines = await _host.LinesAsync(session.Id);
        if (expected == ToolDecision.Suggest)
        {
            lines[2].Should().StartWith("tool: c1={\"status\":\"not_called\"");
            (await _host.ToolRunsAsync(session.Id)).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task RunAsync_NobodyHasSetALevel_IsSuggestOnlyAlsoForAService()
    {
        await using var host = new RunnerHost(fixture) { Scope = AgentKitFixture.NewService() };
        var session = await host.NewSessionAsync();
        host.Model.Asks(RunnerHost.Call("note")).Answers("done");

        await host.Runner.RunAsync(host.Scope, session.Id, "go");

        host.Called.Should().BeEmpty();
        await host.Get<IPreferenceStore>().UpdateDefaultsAsync(host.Scope, new() { AutoExecuteLevel = AutoExecuteLevel.AutoLowRisk });
        host.Model.Asks(RunnerHost.Call("note", "c2")).Answers("done");
        await host.Runner.RunAsync(host.Scope, session.Id, "go");
        host.Called.Should().Equal("note");
    }

    [Theory]
    [InlineData("unlisted")]
    [InlineData("nowhere")]
    [InlineData("no such tool")]
    [InlineData("LOOK")]
    public async Task RunAsync_ToolThatIsNotTheAgents_IsNotCalled(string tool)
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call(tool)).Answers("Sorry.");

        var result = await _host.Runner.RunAsync(_host.Scope, session.Id, "go");

        result.Text.Should().Be("Sorry.");
        _host.Called.Should().BeEmpty();
        (await _host.LinesAsync(session.Id))[2].Should().StartWith("tool: c1!there is no tool");
        (await _host.EventsAsync(session.Id)).Should().Contain(@event => @event.Type == "tool_refused");
    }

    [Fact]
    public async Task RunAsync_DisabledTool_IsNeitherOfferedNorCalled()
    {
        var service = AgentScope.ForService(_host.Scope.WorkspaceId);
        var agents = _host.Get<IAgentRegistry>();
        await agents.RegisterAsync(service, RunnerHost.Definition);
        await agents.SetToolEnabledAsync(service, RunnerHost.Agent, "look", enabled: false);
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "x"))).Answers("Sorry.");

        await _host.Runner.RunAsync(_host.Scope, session.Id, "go");

        _host.Called.Should().BeEmpty();
        _host.Model.Calls[0].Options!.Tools!.Select(tool => tool.Name).Should().NotContain("look");
        (await _host.LinesAsync(session.Id))[2].Should().StartWith("tool: c1!there is no tool 'look'");
    }

    [Fact]
    public async Task RunAsync_MalformedArguments_AreToldToTheModel()
    {
        var session = await _host.NewSessionAsync();
        var unreadable = FunctionCallContent.CreateFromParsedArguments(
            "{", "c1", "look", static json => JsonSerializer.Deserialize<Dictionary<string, object?>>(json)!);
        _host.Model.Asks(unreadable).Asks(RunnerHost.Call("look", "c2")).Asks(RunnerHost.Call("look", "c3", ("what", new[] { 1 })))
            .Asks(RunnerHost.Call("look", "c4", ("what", "x"), ("more", 1))).Answers("done");

        (await _host.Runner.RunAsync(_host.Scope, session.Id, "go")).Text.Should().Be("done");

        _host.Called.Should().Equal("look x");
        var lines = await _host.LinesAsync(session.Id);
        lines[2].Should().Be($"tool: c1!{ToolTexts.Unreadable.ToLowerInvariant()}");
        lines[4].Should().Be("tool: c2!the arguments do not fit the tool (argumentexception).");
        lines[6].Should().StartWith("tool: c3!the arguments do not fit the tool");
        (await _host.ToolRunsAsync(session.Id)).Select(run => run.Status)
            .Should().Equal(ToolRunStatus.Failed, ToolRunStatus.Failed, ToolRunStatus.Succeeded);
    }

    [Fact]
    public async Task RunAsync_ToolThatThrows_IsToldWithoutWhatItHides()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call("fail", "c1")).Answers("a").Asks(RunnerHost.Call("fail", "c2")).Answers("b");

        await _host.Runner.RunAsync(_host.Scope, session.Id, "go");
        _host.Error = new ToolFailedException("fail", "the order is closed.");
        await _host.Runner.RunAsync(_host.Scope, session.Id, "go");

        var lines = await _host.LinesAsync(session.Id);
        lines[2].Should().Be("tool: c1!the tool failed (invalidoperationexception).");
        lines[6].Should().Be("tool: c2!tool 'fail' failed: the order is closed.");
        (await _host.ToolRunsAsync(session.Id))[0].Error!.Message.Should().Be("secret detail", "the audit has it all");
    }

    [Fact]
    public async Task RunAsync_PolicyOfTheHost_Decides()
    {
        var policy = new Policy();
        await using var host = new RunnerHost(fixture, services: services =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IApprovalPolicy>(services, policy));
        var session = await host.NewSessionAsync();
        host.Model.Asks(RunnerHost.Call("book", "c1", ("hour", "10")), RunnerHost.Call("book", "c2", ("hour", "23"))).Answers("done");

        await host.Runner.RunAsync(host.Scope, session.Id, "go");

        host.Called.Should().Equal("book 10");
        policy.Requests.Should().OnlyContain(request => request.SessionId == session.Id && request.Risk == ToolRisk.Medium);
    }

    [Fact]
    public async Task RunAsync_ModelThatNeverEnds_IsStoppedAtItsLimit()
    {
        await using var host = new RunnerHost(fixture, options => options.MaxModelCalls = 2);
        var session = await host.NewSessionAsync();
        host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "1"))).Asks(RunnerHost.Call("look", "c2", ("what", "2"))).Answers("next");

        var result = await host.Runner.RunAsync(host.Scope, session.Id, "go");

        result.Outcome.Should().Be(AgentRunOutcome.CallLimitReached);
        (result.Run.Status, result.Run.Error!.Type).Should().Be((RunStatus.Failed, AgentRunner.CallLimitError));
        host.Called.Should().Equal("look 1");
        (await host.LinesAsync(session.Id))[^1].Should().Be($"tool: c2!{ToolTexts.Limit.ToLowerInvariant()}");
        (await host.Runner.RunAsync(host.Scope, session.Id, "and now?")).Text.Should().Be("next");
    }

    [Fact]
    public async Task GetToolsAsync_Registry_IsWhatTheAgentMayUse()
    {
        var registry = _host.Get<ToolRegistry>();

        (await registry.GetToolsAsync(_host.Scope, RunnerHost.Agent)).Select(tool => tool.Name)
            .Should().Equal("look", "note", "book", "pay", "sign", "fail", "wait");
        registry.Find("unlisted")!.Risk.Should().Be(ToolRisk.ReadOnly);
        registry.Find("nowhere").Should().BeNull();
        registry.Find("sign")!.AlwaysRequiresApproval.Should().BeTrue();
        await registry.Awaiting(r => r.GetToolsAsync(_host.Scope, "nobody")).Should().ThrowAsync<AgentNotFoundException>();
        FluentActions.Invoking(() => new ToolRegistry([registry.Tools[0], registry.Tools[0]], _host.Get<IAgentRegistry>(), NullLogger<ToolRegistry>.Instance))
            .Should().Throw<InvalidOperationException>().WithMessage("*'look'*");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private sealed class Policy : IApprovalPolicy
    {
        public List<ToolApprovalRequest> Requests { get; } = [];

        public ToolDecision Decide(ToolApprovalRequest request)
        {
            Requests.Add(request);
            return string.CompareOrdinal(request.Input!.Value.GetProperty("hour").GetString(), "18") < 0 ? ToolDecision.Execute : ToolDecision.Suggest;
        }
    }
}
