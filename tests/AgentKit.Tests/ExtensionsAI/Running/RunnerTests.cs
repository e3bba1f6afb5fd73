using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

public sealed class RunnerTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly RunnerHost _host = RunnerHost.For(fixture, configure: options => options.Cost = _ => 0.01m);

    [Fact]
    public async Task RunAsync_Answer_IsOneCommitOfOneRun()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Answers("Hello.");

        var result = await _host.Runner.RunAsync(_host.Scope, session.Id, "Hi");

        (result.Outcome, result.Text, result.Approvals.Count).Should().Be((AgentRunOutcome.Completed, "Hello.", 0));
        (await _host.LinesAsync(session.Id)).Should().Equal("user: hi", "assistant: hello.");
        (result.Session.Version, result.Session.InputTokens, result.Session.OutputTokens, result.Session.Cost)
            .Should().Be((session.Version + 1, 10, 5, 0.01m));
        var run = (await _host.RunsAsync(session.Id)).Should().ContainSingle().Subject;
        (run.Id, run.Status, run.AgentId, run.Model).Should().Be((result.Run.Id, RunStatus.Completed, RunnerHost.Agent, "a-model"));
        (run.InputTokens, run.OutputTokens, run.Cost).Should().Be((10, 5, 0.01m));
        result.Reply!.Number.Should().Be(2);
        (await _host.EventsAsync(session.Id)).Select(@event => (@event.Type, @event.RunId)).Should().Equal(
            ("run_started", run.Id), ("before_model_call", run.Id), ("model_response", run.Id), ("run_completed", run.Id));
    }

    [Fact]
    public async Task RunAsync_Message_WasSaidBeforeTheModelWasAsked()
    {
        var session = await _host.NewSessionAsync();
        DateTimeOffset asked = default;
        _host.Model.Answers(_ =>
        {
            asked = DateTimeOffset.UtcNow;
            return ScriptedChatClient.Response(usage: null, new TextContent("Hello."));
        });

        await _host.Runner.RunAsync(_host.Scope, session.Id, "Hi");

        var turns = await fixture.Sessions.GetTurnsAsync(_host.Scope, session.Id);
        turns[0].CreatedAt.Should().BeBefore(asked);
        turns[1].CreatedAt.Should().BeAfter(asked);
    }

    [Fact]
    public async Task RunAsync_ToolCall_IsRunLoggedAndAnswered()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "A-1"))).Answers("Found.");

        var result = await _host.Runner.RunAsync(_host.Scope, session.Id, "find A-1");

        result.Text.Should().Be("Found.");
        _host.Called.Should().Equal("look A-1");
        (await _host.LinesAsync(session.Id)).Should().Equal(
            "user: find a-1", "assistant: look(c1)", "tool: c1=did look a-1", "assistant: found.");
        _host.Model.Calls[1].Lines.Should().Equal(
            "system: Be brief.", "user: find A-1", "assistant: look(c1)", "tool: c1=did look A-1");
        var toolRun = (await _host.ToolRunsAsync(session.Id)).Should().ContainSingle().Subject;
        (toolRun.Status, toolRun.RunId, toolRun.TurnNumber, toolRun.ToolUseId).Should().Be((ToolRunStatus.Succeeded, result.Run.Id, 2L, "c1"));
        _host.Context.Should().Be(new ToolContext
        {
            Scope = _host.Scope,
            SessionId = session.Id,
            RunId = result.Run.Id,
            ToolRunId = toolRun.Id,
            ToolUseId = "c1",
        });
        (result.Run.InputTokens, result.Session.InputTokens).Should().Be((20, 20));
        (await _host.EventsAsync(session.Id)).Select(@event => @event.Type).Should().Equal(
            "run_started", "before_model_call", "model_response", "before_tool_call", "tool_result", "before_model_call", "model_response",
            "run_completed");
    }

    [Fact]
    public async Task RunAsync_Tools_AreOfferedAsDeclarationsOnlyWhereListedAndThere()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Answers("ok");

        await _host.Runner.RunAsync(_host.Scope, session.Id, "hi");

        var tools = _host.Model.Calls[0].Options!.Tools!;
        tools.Select(tool => tool.Name).Should().Equal("look", "note", "book", "pay", "sign", "fail", "wait");
        tools.Should().NotContain(tool => tool is AIFunction, "a client that calls functions by itself would bypass approval and audit");
        var look = (AIFunctionDeclaration)tools[0];
        look.Description.Should().Be("Looks something up.");
        look.JsonSchema.GetRawText().Should().Contain("\"what\"").And.NotContain("context");
        _host.Model.Calls[0].Options!.ModelId.Should().Be("a-model");
    }

    [Fact]
    public async Task RunAsync_SeveralCallsInOneTurn_AreAnsweredInTheirOrder()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(
                RunnerHost.Call("look", "c1", ("what", "1")), RunnerHost.Call("fail", "c2"), RunnerHost.Call("look", "c1", ("what", "2")))
            .Answers("done");

        await _host.Runner.RunAsync(_host.Scope, session.Id, "go");

        _host.Called.Should().Equal("look 1", "look 2");
        (await _host.LinesAsync(session.Id))[2].Should().Be(
            "tool: c1=did look 1 c2!the tool failed (invalidoperationexception). c1=did look 2");
        (await _host.ToolRunsAsync(session.Id)).Should().HaveCount(3, "an id that a provider gives twice is two calls");
    }

    [Fact]
    public async Task RunAsync_ConcurrentTools_RunAtOnceWhereAllowed()
    {
        await using var host = new RunnerHost(fixture, options => options.MaxConcurrentTools = 2);
        var session = await host.NewSessionAsync();
        var both = new TaskCompletionSource();
        var begun = 0;
        host.WaitAsync = async token =>
        {
            if (Interlocked.Increment(ref begun) == 2)
            {
                both.SetResult();
            }

            await both.Task.WaitAsync(token);
            return "ok";
        };
        host.Model.Asks(RunnerHost.Call("wait", "c1"), RunnerHost.Call("wait", "c2")).Answers("done");

        (await host.Runner.RunAsync(host.Scope, session.Id, "go")).Text.Should().Be("done");
    }

    [Fact]
    public async Task RunAsync_SameRunAgain_ReturnsWhatCameOfIt()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "x"))).Answers("once");
        var options = new AgentRunOptions { RunId = Guid.CreateVersion7() };

        var first = await _host.Runner.RunAsync(_host.Scope, session.Id, "hi", options);
        var again = await _host.Runner.RunAsync(_host.Scope, session.Id, "hi", options);

        (again.Outcome, again.Text, again.Run.Id).Should().Be((first.Outcome, "once", first.Run.Id));
        _host.Model.Calls.Should().HaveCount(2);
        (await _host.LinesAsync(session.Id)).Should().HaveCount(4);
    }

    [Fact]
    public async Task RunAsync_SameRunTwiceAtOnce_RunsOnce()
    {
        var session = await _host.NewSessionAsync();
        var options = new AgentRunOptions { RunId = Guid.CreateVersion7() };
        _host.Model.Does(async (_, _) =>
        {
            await _host.Runner.Awaiting(runner => runner.RunAsync(_host.Scope, session.Id, "hi", options))
                .Should().ThrowAsync<RunLeaseHeldException>();
            return ScriptedChatClient.Response(null, new TextContent("once"));
        });

        (await _host.Runner.RunAsync(_host.Scope, session.Id, "hi", options)).Text.Should().Be("once");
    }

    [Fact]
    public async Task RunStreamingAsync_ToItsEnd_TellsWhatHappens()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "x"))).Answers("It is there.");

        var updates = await ToListAsync(_host.Runner.RunStreamingAsync(_host.Scope, session.Id, "where?"));

        updates.Select(update => update.Kind).Distinct().Should().Equal(
            AgentRunUpdateKind.Started, AgentRunUpdateKind.Response, AgentRunUpdateKind.Replied, AgentRunUpdateKind.ToolDecided,
            AgentRunUpdateKind.ToolAnswered, AgentRunUpdateKind.Ended);
        string.Concat(updates.Select(update => update.Text)).Should().Be("It is there.");
        updates.Count(update => update.Text.Length > 0).Should().Be(3, "pieces come as the model gives them");
        updates[^1].Outcome!.Text.Should().Be("It is there.");
        (await _host.LinesAsync(session.Id))[^1].Should().Be("assistant: it is there.");
    }

    [Fact]
    public async Task RunStreamingAsync_ReaderGoesAway_CancelsTheRunAndKeepsWhatWasReceived()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Answers("one two three");
        _host.Model.BeforeUpdate = async (number, token) =>
        {
            if (number == 2)
            {
                await Task.Delay(Timeout.Infinite, token);
            }
        };

        await foreach (var update in _host.Runner.RunStreamingAsync(_host.Scope, session.Id, "go"))
        {
            if (update.Text.Contains("two"))
            {
                break;
            }
        }

        (await _host.LinesAsync(session.Id)).Should().Equal("user: go", "assistant: one two");
        (await _host.RunsAsync(session.Id)).Single().Status.Should().Be(RunStatus.Canceled);
    }

    [Fact]
    public async Task RunAsync_ModelByAlias_IsTheOneUnderThatKey()
    {
        using var fast = new ScriptedChatClient().Answers("fast");
        await using var host = new RunnerHost(fixture, services: services =>
        {
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddKeyedSingleton<IChatClient>(services, "fast", fast);
            AgentKitServiceCollectionExtensions.AddAgentKit(services).AddAgent(new("quick", "Quick") { ModelAlias = "fast" });
        });
        var session = await host.Get<ISessionStore>().CreateAsync(host.Scope, new NewSession("quick"));

        (await host.Runner.RunAsync(host.Scope, session.Id, "hi")).Text.Should().Be("fast");

        fast.Calls[0].Options!.Tools.Should().BeNull();
        (await host.RunsAsync(session.Id)).Single().ModelAlias.Should().Be("fast");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static async Task<List<AgentRunUpdate>> ToListAsync(IAsyncEnumerable<AgentRunUpdate> updates)
    {
        List<AgentRunUpdate> list = [];
        await foreach (var update in updates)
        {
            list.Add(update);
        }

        return list;
    }
}
