using System.Text.Json.Nodes;
using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

/// <summary>Half a reply is no answer, and what it asks for is not done.</summary>
public sealed class RunnerInterruptionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly RunnerHost _host = RunnerHost.For(fixture);

    private IRunStore Runs => _host.Get<IRunStore>();

    [Fact]
    public async Task ResumeAsync_AnswerAfterTheToolsBrokeOff_AsksForAWholeOne()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "x"))).Answers("one two three").Answers("one two three");
        _host.Model.BeforeUpdate = BreakAt(2);
        await ReadAsync(session).Should().ThrowAsync<HttpRequestException>();
        _host.Model.BeforeUpdate = null;

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        (result!.Outcome, result.Text).Should().Be((AgentRunOutcome.Completed, "one two three"));
        _host.Model.Calls[^1].Lines.TakeLast(3).Should().Equal(
            "tool: c1=did look x", "assistant: one two", $"user: {PromptOrder.BrokeOff}");
        (await _host.LinesAsync(session.Id)).TakeLast(2).Should().Equal("assistant: one two", "assistant: one two three");
        _host.Called.Should().Equal("look x");
        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull("it is answered");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TakeOver_WorkerDiedBeforeItRecordedTheEndOfHalfAReply_AsksForAWholeOne(bool byItsId)
    {
        var session = await _host.NewSessionAsync();
        var options = new AgentRunOptions { RunId = Guid.CreateVersion7() };
        await LeaveHalfAsync(session, options, new TextContent("one"));
        _host.Model.Answers("one two");

        var result = byItsId
            ? await _host.Runner.RunAsync(_host.Scope, session.Id, "go", options)
            : await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        (result!.Text, result.Run.Id, result.Run.Status).Should().Be(("one two", options.RunId!.Value, RunStatus.Completed));
        (await _host.LinesAsync(session.Id)).Should().Equal("user: go", "assistant: one", "assistant: one two");
    }

    [Fact]
    public async Task TakeOver_HalfAReplyWithACall_DoesNotMakeIt()
    {
        var session = await _host.NewSessionAsync();
        await LeaveHalfAsync(session, new(), RunnerHost.Call("look", "c1", ("what", "x")));
        _host.Model.Answers("Shall I look?");

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        result!.Text.Should().Be("Shall I look?");
        _host.Called.Should().BeEmpty();
        (await _host.LinesAsync(session.Id))[2].Should().Be($"tool: c1!{ToolTexts.BrokeOff}".ToLowerInvariant());
    }

    [Fact]
    public async Task ResumeAsync_BrokeOffAfterACall_DoesNotMakeIt()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "x"))).Answers("Shall I look?");
        _host.Model.BeforeUpdate = BreakAt(1);
        await ReadAsync(session).Should().ThrowAsync<HttpRequestException>();
        _host.Model.BeforeUpdate = null;

        (await _host.Runner.ResumeAsync(_host.Scope, session.Id))!.Text.Should().Be("Shall I look?");

        _host.Called.Should().BeEmpty();
        _host.Model.Calls[^1].Lines[^1].Should().Be($"tool: c1={ToolTexts.BrokeOff}");
    }

    [Fact]
    public async Task ResumeAsync_StoppedByAPersonAfterACall_DoesNothing()
    {
        var session = await _host.NewSessionAsync();
        using var stop = new CancellationTokenSource();
        _host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "x")));
        _host.Model.BeforeUpdate = CancelAt(1, stop);
        await ReadAsync(session, stop.Token).Should().ThrowAsync<OperationCanceledException>();
        _host.Model.BeforeUpdate = null;

        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull();

        _host.Called.Should().BeEmpty();
        _host.Model.Calls.Should().ContainSingle();
        (await _host.LinesAsync(session.Id)).Should().Equal("user: go", "assistant: look(c1)");
    }

    [Fact]
    public async Task ResumeAsync_StoppedByAPersonWhileAToolRan_GoesOnWithANewMessageOnly()
    {
        var session = await _host.NewSessionAsync();
        using var stop = new CancellationTokenSource();
        _host.WaitAsync = async token =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return "never";
        };
        _host.Model.Asks(RunnerHost.Call("wait"), RunnerHost.Call("look", "c2", ("what", "x"))).Answers("Hello.");
        await _host.Runner.Awaiting(runner => runner.RunAsync(_host.Scope, session.Id, "go", cancellationToken: stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await _host.Runner.ResumeAsync(_host.Scope, session.Id)).Should().BeNull("it was called off");

        _host.Called.Should().BeEmpty();
        (await _host.Runner.RunAsync(_host.Scope, session.Id, "hi")).Text.Should().Be("Hello.");
        (await _host.RunsAsync(session.Id)).Should().HaveCount(2);
    }

    [Fact]
    public async Task ResumeAsync_UntilNothingIsToDoAfterTheLimit_Ends()
    {
        await using var host = RunnerHost.For(fixture, _host.Scope, options => options.MaxModelCalls = 2);
        var session = await host.NewSessionAsync();
        for (var i = 0; i < 4; i++)
        {
            host.Model.Asks(RunnerHost.Call("look", $"c{i}", ("what", "x")));
        }

        (await host.Runner.RunAsync(host.Scope, session.Id, "go")).Outcome.Should().Be(AgentRunOutcome.CallLimitReached);

        (await host.Runner.ResumeAsync(host.Scope, session.Id)).Should().BeNull();
        host.Model.Calls.Should().HaveCount(2);
        (await host.RunsAsync(session.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task RunStreamingAsync_BrokeOffWhileItReasoned_IsChargedOnly()
    {
        var session = await _host.NewSessionAsync();
        await LimitAsync(session);
        _host.Model.Answers(_ => ScriptedChatClient.Response(null, new TextReasoningContent("Let me think.")));
        _host.Model.BeforeUpdate = BreakAt(1);

        await ReadAsync(session).Should().ThrowAsync<HttpRequestException>();

        (await _host.LinesAsync(session.Id)).Should().BeEmpty();
        var run = (await _host.RunsAsync(session.Id)).Single();
        (run.Status, run.InputTokens > 0, run.OutputTokens > 1).Should().Be((RunStatus.Failed, true, true));
        (await BudgetAsync(session)).Should().Be((run.InputTokens + run.OutputTokens, 0));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static Func<int, CancellationToken, Task> BreakAt(int update) =>
        (number, _) => number == update ? throw new HttpRequestException("the connection broke") : Task.CompletedTask;

    private static Func<int, CancellationToken, Task> CancelAt(int update, CancellationTokenSource stop) => async (number, token) =>
    {
        if (number == update)
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        }
    };

    private Func<Task> ReadAsync(Session session, CancellationToken cancellationToken = default) => async () =>
    {
        await foreach (var _ in _host.Runner.RunStreamingAsync(_host.Scope, session.Id, "go", cancellationToken: cancellationToken))
        {
        }
    };

    /// <summary>As a worker leaves it that keeps half a reply and dies before it records the end of its run.</summary>
    private async Task LeaveHalfAsync(Session session, AgentRunOptions options, AIContent half)
    {
        var runId = options.RunId ?? Guid.CreateVersion7();
        var message = new ChatMessage(ChatRole.User, "go").ToTurn();
        var run = await Runs.StartAsync(_host.Scope, new NewRun(session.Id)
        {
            Id = runId,
            AgentId = RunnerHost.Agent,
            Worker = "dead",
            LeaseDuration = TimeSpan.FromMinutes(5),
            Metadata = RunMark.Of([], []),
            Checkpoint = Checkpoint.Of(message),
        });
        var extras = new JsonObject { ["interrupted"] = true };
        var reply = new ChatMessage(ChatRole.Assistant, [half]).ToTurn();
        await _host.Get<ISessionStore>().AppendAsync(_host.Scope, session.Id, new SessionCommit
        {
            Turns =
            [
                RunTag.With(message, run.Id),
                RunTag.With(reply with { Metadata = ResponseWriter.AddExtras(reply.Metadata, extras) }, run.Id),
            ],
            Run = run.Lease,
        });
        await _host.ExpireLeasesAsync();
    }

    private Task<Budget> LimitAsync(Session session) => _host.Get<IBudgetStore>().SetAsync(
        AgentScope.ForService(_host.Scope.WorkspaceId), BudgetSubject.Session(session.Id), new BudgetLimit(1_000_000));

    private async Task<(long Spent, long Reserved)> BudgetAsync(Session session)
    {
        var budget = await _host.Get<IBudgetStore>().FindAsync(
            AgentScope.ForService(_host.Scope.WorkspaceId), BudgetSubject.Session(session.Id));
        return (budget!.SpentTokens, budget.ReservedTokens);
    }
}
