using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

public sealed class RunnerFailureTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly RunnerHost _host = RunnerHost.For(fixture);

    [Fact]
    public async Task RunAsync_ModelFails_LeavesTheSessionAsItWas()
    {
        var session = await _host.NewSessionAsync();
        await LimitAsync(BudgetSubject.Session(session.Id), 1_000_000);
        _host.Model.Throws(new HttpRequestException("429")).Answers("again");

        await _host.Runner.Awaiting(runner => runner.RunAsync(_host.Scope, session.Id, "hi")).Should().ThrowAsync<HttpRequestException>();

        (await _host.Get<ISessionStore>().GetAsync(_host.Scope, session.Id)).Version.Should().Be(session.Version);
        var run = (await _host.RunsAsync(session.Id)).Single();
        (run.Status, run.Error!.Type).Should().Be((RunStatus.Failed, "System.Net.Http.HttpRequestException"));
        (await BudgetAsync(BudgetSubject.Session(session.Id))).ReservedTokens.Should().Be(0, "what was not spent is given back");
        (await _host.EventsAsync(session.Id))[^1].Type.Should().Be("run_failed");
        (await _host.Runner.RunAsync(_host.Scope, session.Id, "hi")).Text.Should().Be("again");
        (await _host.LinesAsync(session.Id)).Should().Equal("user: hi", "assistant: again");
    }

    [Fact]
    public async Task ResumeAsync_ModelFailedAfterTheTools_GoesOnWithoutRunningThemAgain()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "x"))).Throws(new HttpRequestException("500")).Answers("Found.");
        await _host.Runner.Awaiting(runner => runner.RunAsync(_host.Scope, session.Id, "hi")).Should().ThrowAsync<HttpRequestException>();

        var result = await _host.Runner.ResumeAsync(_host.Scope, session.Id);

        result!.Text.Should().Be("Found.");
        _host.Called.Should().Equal("look x");
        (await _host.RunsAsync(session.Id)).Select(run => run.Status).Should().BeEquivalentTo([RunStatus.Failed, RunStatus.Completed]);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileAToolRuns_IsCanceledWithIt()
    {
        var session = await _host.NewSessionAsync();
        using var stop = new CancellationTokenSource();
        _host.WaitAsync = async token =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return "never";
        };
        _host.Model.Asks(RunnerHost.Call("wait")).Answers("Where were we?");

        await _host.Runner.Awaiting(runner => runner.RunAsync(_host.Scope, session.Id, "go", cancellationToken: stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await _host.RunsAsync(session.Id)).Single().Status.Should().Be(RunStatus.Canceled);
        (await _host.ToolRunsAsync(session.Id)).Single().Status.Should().Be(ToolRunStatus.Canceled);
        (await _host.Runner.RunAsync(_host.Scope, session.Id, "again")).Text.Should().Be("Where were we?");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_ConnectionCutAtTheCommit_CommitsOnce(bool beforeItArrives)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var host = new RunnerHost(fixture, agentKit: options => options.ConnectionString = proxy.ConnectionString)
        {
            Scope = _host.Scope,
        };
        var session = await _host.NewSessionAsync();
        host.Model.Answers(_ =>
        {
            Cut(proxy, beforeItArrives);
            return ScriptedChatClient.Response(null, new TextContent("paid for"));
        });

        var result = await host.Runner.RunAsync(host.Scope, session.Id, "hi");

        proxy.Cuts.Should().Be(1);
        (result.Session.Version, result.Session.TurnCount, result.Session.InputTokens, result.Run.InputTokens)
            .Should().Be((session.Version + 1, 2, 10, 10));
    }

    [Fact]
    public async Task RunAsync_DatabaseGoneAtTheCommit_HandsTheReplyOver()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var host = new RunnerHost(fixture, agentKit: options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientRetries = 0;
        })
        {
            Scope = _host.Scope,
        };
        var session = await _host.NewSessionAsync();
        host.Model.Does(async (_, token) =>
        {
            await host.Get<IEventBuffer>().FlushAsync(token);
            proxy.CutRequests(1);
            return ScriptedChatClient.Response(null, new TextContent("paid for"));
        });

        var error = (await host.Runner.Awaiting(runner => runner.RunAsync(host.Scope, session.Id, "hi"))
            .Should().ThrowAsync<ExchangeNotSavedException>()).Which;

        error.Response.Text.Should().Be("paid for");
        error.Commit.Turns.Select(turn => turn.Text).Should().Equal("hi", "paid for");
    }

    [Fact]
    public async Task RunAsync_NothingLeftToSpend_StartsNothing()
    {
        var session = await _host.NewSessionAsync();
        await LimitAsync(BudgetSubject.Workspace, 15);
        _host.Model.Answers("the last one");
        await LimitAsync(BudgetSubject.Workspace, 1_000_000);
        await _host.Runner.RunAsync(_host.Scope, session.Id, "hi");
        await LimitAsync(BudgetSubject.Workspace, 15);

        var error = (await _host.Runner.Awaiting(runner => runner.RunAsync(_host.Scope, session.Id, "hi"))
            .Should().ThrowAsync<BudgetExceededException>()).Which;

        (error.Limit, error.Spent, error.IsRetryable).Should().Be((15, 15, false));
        _host.Model.Calls.Should().ContainSingle();
        (await _host.RunsAsync(session.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task RunAsync_CallThatDoesNotFit_IsNotMade()
    {
        var session = await _host.NewSessionAsync();
        await LimitAsync(BudgetSubject.Session(session.Id), 1_000);

        await _host.Runner.Awaiting(runner => runner.RunAsync(_host.Scope, session.Id, "hi")).Should().ThrowAsync<BudgetExceededException>();

        _host.Model.Calls.Should().BeEmpty();
        (await _host.RunsAsync(session.Id)).Single().Error!.Type.Should().Be("AgentKit.BudgetExceededException");
        (await _host.Get<ISessionStore>().GetAsync(_host.Scope, session.Id)).Version.Should().Be(session.Version);
    }

    [Fact]
    public async Task RunAsync_UsageAfterwards_SettlesTheReservation()
    {
        var session = await _host.NewSessionAsync();
        await LimitAsync(BudgetSubject.Session(session.Id), 100_000);
        _host.Model.Answers("hello");

        await _host.Runner.RunAsync(_host.Scope, session.Id, "hi");

        var budget = await BudgetAsync(BudgetSubject.Session(session.Id));
        (budget.SpentTokens, budget.ReservedTokens).Should().Be((15, 0));
    }

    [Fact]
    public async Task RunAsync_LimitOfTheRun_Binds()
    {
        var session = await _host.NewSessionAsync();

        await _host.Runner.Awaiting(runner => runner.RunAsync(_host.Scope, session.Id, "hi", new AgentRunOptions { TokenLimit = 100 }))
            .Should().ThrowAsync<BudgetExceededException>();

        _host.Model.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_RefusedAtOnce_BeginsNoRun()
    {
        var session = await _host.NewSessionAsync();
        var handedOff = await _host.NewSessionAsync();
        await _host.Get<ISessionStore>().HandOffAsync(_host.Scope, handedOff.Id);

        await _host.Runner.Awaiting(r => r.RunAsync(_host.Scope, session.Id, "a\0")).Should().ThrowAsync<ArgumentException>();
        await _host.Runner.Awaiting(r => r.RunAsync(_host.Scope, handedOff.Id, "a")).Should().ThrowAsync<InvalidSessionStateException>();
        await _host.Runner.Awaiting(r => r.RunAsync(_host.Scope, Guid.CreateVersion7(), "a")).Should().ThrowAsync<SessionNotFoundException>();
        await _host.Runner.Awaiting(r => r.RunAsync(AgentScope.ForAdmin(_host.Scope.WorkspaceId, "u-2"), session.Id, "a"))
            .Should().ThrowAsync<AccessDeniedException>();
        await _host.Runner.Awaiting(r => r.ResumeAsync(_host.Scope, Guid.CreateVersion7())).Should().ThrowAsync<SessionNotFoundException>();

        _host.Model.Calls.Should().BeEmpty();
        (await _host.RunsAsync(session.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_SameRunAfterItFailed_IsRefused()
    {
        var session = await _host.NewSessionAsync();
        var options = new AgentRunOptions { RunId = Guid.CreateVersion7() };
        _host.Model.Throws(new HttpRequestException("500"));
        await _host.Runner.Awaiting(r => r.RunAsync(_host.Scope, session.Id, "hi", options)).Should().ThrowAsync<HttpRequestException>();

        await _host.Runner.Awaiting(r => r.RunAsync(_host.Scope, session.Id, "hi", options)).Should().ThrowAsync<InvalidRunStateException>();
    }

    [Fact]
    public async Task RunAsync_NoModelRegistered_BeginsNoRun()
    {
        await using var host = new RunnerHost(fixture, options => options.ChatClient = (services, _) => services.GetRequiredKeyedService<IChatClient>("none"));
        var session = await host.NewSessionAsync();

        await host.Runner.Awaiting(r => r.RunAsync(host.Scope, session.Id, "hi")).Should().ThrowAsync<InvalidOperationException>();

        (await host.RunsAsync(session.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task Options_OutOfRange_AreRefusedWithTheirRanges()
    {
        Action<AgentRunnerOptions>[] wrong =
        [
            options => options.MaxModelCalls = 0,
            options => options.HistoryTurns = 1_001,
            options => options.LeaseDuration = TimeSpan.FromSeconds(2),
            options => options.MaxConcurrentTools = 0,
            options => options.MaxOutputTokens = 0,
            options => options.Cost = null!,
        ];
        foreach (var configure in wrong)
        {
            await using var host = new RunnerHost(fixture, configure);
            FluentActions.Invoking(() => host.Runner).Should().Throw<OptionsValidationException>().WithMessage("*3 seconds to one day*");
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static void Cut(TcpProxy proxy, bool beforeItArrives)
    {
        proxy.Cut(1, beforeItArrives);
    }

    private Task<Budget> LimitAsync(BudgetSubject subject, long tokens) =>
        _host.Get<IBudgetStore>().SetAsync(AgentScope.ForService(_host.Scope.WorkspaceId), subject, new BudgetLimit(tokens));

    private async Task<Budget> BudgetAsync(BudgetSubject subject) =>
        (await _host.Get<IBudgetStore>().FindAsync(AgentScope.ForService(_host.Scope.WorkspaceId), subject))!;
}
