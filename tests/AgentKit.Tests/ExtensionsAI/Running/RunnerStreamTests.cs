using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

/// <summary>A streamed reply that does not come to its end: what came of it was paid for.</summary>
public sealed class RunnerStreamTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly RunnerHost _host = RunnerHost.For(fixture);

    [Fact]
    public async Task RunStreamingAsync_ModelBreaksOff_KeepsAndChargesWhatCame()
    {
        var session = await _host.NewSessionAsync();
        await LimitAsync(session);
        _host.Model.Answers("one two three");
        _host.Model.BeforeUpdate = BreakAt(2);

        await ReadAsync(session).Should().ThrowAsync<HttpRequestException>();

        (await _host.LinesAsync(session.Id)).Should().Equal("user: go", "assistant: one two");
        var run = (await _host.RunsAsync(session.Id)).Single();
        (run.Status, run.Error!.Type).Should().Be((RunStatus.Failed, "System.Net.Http.HttpRequestException"));
        var reply = await ReplyAsync(session);
        reply.Metadata!["$ai"]!["interrupted"]!.GetValue<bool>().Should().BeTrue();
        reply.Metadata!["$ai"]!["usageEstimated"]!.GetValue<bool>().Should().BeTrue();
        reply.Usage.InputTokens.Should().BeInRange(10, 1_000, "the prompt is short");
        reply.Usage.OutputTokens.Should().BeInRange(2, 10);
        (run.InputTokens, run.OutputTokens).Should().Be((reply.Usage.InputTokens, reply.Usage.OutputTokens));
        (await BudgetAsync(session)).Should().Be((run.InputTokens + run.OutputTokens, 0), "the reservation is settled");
        _host.Model.BeforeUpdate = null;
        _host.Model.Answers("four");
        (await _host.Runner.RunAsync(_host.Scope, session.Id, "go on")).Text.Should().Be("four");
        _host.Model.Calls[^1].Lines.Should().EndWith(["user: go", "assistant: one two", "user: go on"]);
    }

    [Fact]
    public async Task RunStreamingAsync_ModelBreaksOffAfterItsUsage_ChargesWhatItReported()
    {
        var session = await _host.NewSessionAsync();
        _host.Model.Answers(_ => ScriptedChatClient.Response(
            null,
            new UsageContent(new UsageDetails { InputTokenCount = 7, OutputTokenCount = 3, TotalTokenCount = 10 }),
            new TextContent("one")));
        _host.Model.BeforeUpdate = BreakAt(1);

        await ReadAsync(session).Should().ThrowAsync<HttpRequestException>();

        var reply = await ReplyAsync(session);
        (reply.Text, reply.Usage.InputTokens, reply.Usage.OutputTokens).Should().Be(("one", 7, 3));
        reply.Metadata!["$ai"]!["usageEstimated"].Should().BeNull();
    }

    [Fact]
    public async Task RunStreamingAsync_ModelFailsBeforeItsFirstWord_LeavesTheSessionAsItWas()
    {
        var session = await _host.NewSessionAsync();
        await LimitAsync(session);
        _host.Model.Answers("one two three");
        _host.Model.BeforeUpdate = BreakAt(0);

        await ReadAsync(session).Should().ThrowAsync<HttpRequestException>();

        (await _host.Get<ISessionStore>().GetAsync(_host.Scope, session.Id)).Version.Should().Be(session.Version);
        (await _host.RunsAsync(session.Id)).Single().Status.Should().Be(RunStatus.Failed);
        (await BudgetAsync(session)).Should().Be((0L, 0L));
    }

    [Fact]
    public async Task RunStreamingAsync_Cancelled_ChargesWhatCame()
    {
        var session = await _host.NewSessionAsync();
        using var stop = new CancellationTokenSource();
        _host.Model.Answers("one two three");
        _host.Model.BeforeUpdate = async (number, token) =>
        {
            if (number == 2)
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
            }
        };

        await ReadAsync(session, stop.Token).Should().ThrowAsync<OperationCanceledException>();

        var run = (await _host.RunsAsync(session.Id)).Single();
        run.Status.Should().Be(RunStatus.Canceled);
        run.InputTokens.Should().BePositive();
        run.OutputTokens.Should().BePositive();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static Func<int, CancellationToken, Task> BreakAt(int update) =>
        (number, _) => number == update ? throw new HttpRequestException("the connection broke") : Task.CompletedTask;

    private Func<Task> ReadAsync(Session session, CancellationToken cancellationToken = default) => async () =>
    {
        await foreach (var _ in _host.Runner.RunStreamingAsync(_host.Scope, session.Id, "go", cancellationToken: cancellationToken))
        {
        }
    };

    private async Task<Turn> ReplyAsync(Session session) =>
        (await _host.Get<ISessionStore>().GetTurnsAsync(_host.Scope, session.Id))[^1];

    private Task<Budget> LimitAsync(Session session) => _host.Get<IBudgetStore>().SetAsync(
        AgentScope.ForService(_host.Scope.WorkspaceId), BudgetSubject.Session(session.Id), new BudgetLimit(1_000_000));

    private async Task<(long Spent, long Reserved)> BudgetAsync(Session session)
    {
        var budget = await _host.Get<IBudgetStore>().FindAsync(
            AgentScope.ForService(_host.Scope.WorkspaceId), BudgetSubject.Session(session.Id));
        return (budget!.SpentTokens, budget.ReservedTokens);
    }
}
