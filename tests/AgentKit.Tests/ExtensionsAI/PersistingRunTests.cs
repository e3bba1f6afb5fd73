using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

/// <summary>Each exchange is a run, with its model, its cost and its end.</summary>
public sealed class PersistingRunTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly ScriptedChatClient _model = new();

    [Fact]
    public async Task GetResponseAsync_Exchange_IsARunThatIsCompleted()
    {
        var session = await NewSessionAsync();
        _model.Answers("hello");

        await Chat(session, new() { Cost = _ => 0.5m }).GetResponseAsync("hi", new() { ModelId = "a-model" });

        var run = await SingleAsync(session);
        (run.Status, run.Model, run.AgentId, run.InputTokens, run.OutputTokens, run.Cost)
            .Should().Be((RunStatus.Completed, "a-model", AgentKitFixture.Agent, 10, 5, 0.5m));
    }

    [Fact]
    public async Task GetResponseAsync_RunsNotWanted_RecordsNone()
    {
        var session = await NewSessionAsync();
        _model.Answers("hello").Answers("hello");

        await Chat(session, new() { RecordRuns = false }).GetResponseAsync("hi");
        await _model.WithAgentKit(fixture.Sessions, _scope, session.Id).GetResponseAsync("hi");

        (await fixture.Get<IRunStore>().ListAsync(_scope)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponseAsync_ModelFails_FailsItsRun()
    {
        var session = await NewSessionAsync();
        _model.Throws(new HttpRequestException("429"));

        await Chat(session).Awaiting(chat => chat.GetResponseAsync("hi")).Should().ThrowAsync<HttpRequestException>();

        var run = await SingleAsync(session);
        (run.Status, run.Error!.Type).Should().Be((RunStatus.Failed, "System.Net.Http.HttpRequestException"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetStreamingResponseAsync_ReaderGoesAway_CancelsTheRunAndCountsWhatCame(bool keep)
    {
        var session = await NewSessionAsync();
        _model.Answers("one two three");

        await foreach (var _ in Chat(session, new() { KeepInterrupted = keep }).GetStreamingResponseAsync("hi"))
        {
            break;
        }

        var run = await SingleAsync(session);
        run.Status.Should().Be(RunStatus.Canceled);
        run.InputTokens.Should().BePositive();
        run.OutputTokens.Should().BePositive();
        (await fixture.Sessions.GetAsync(_scope, session.Id)).TurnCount.Should().Be(keep ? 2 : 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetStreamingResponseAsync_ModelBreaksOff_FailsTheRunAndCountsWhatCame(bool keep)
    {
        var session = await NewSessionAsync();
        _model.Answers(_ => ScriptedChatClient.Response(
            null, new UsageContent(new() { InputTokenCount = 7, OutputTokenCount = 3 }), new TextContent("one")));
        _model.BeforeUpdate = (number, _) => number == 1 ? throw new HttpRequestException("gone") : Task.CompletedTask;

        async Task ReadAsync()
        {
            await foreach (var _ in Chat(session, new() { KeepInterrupted = keep, Cost = r => r.Usage!.InputTokenCount!.Value })
                .GetStreamingResponseAsync("hi"))
            {
            }
        }

        await FluentActions.Awaiting(ReadAsync).Should().ThrowAsync<HttpRequestException>();

        var run = await SingleAsync(session);
        (run.Status, run.Error!.Type, run.InputTokens, run.OutputTokens, run.Cost)
            .Should().Be((RunStatus.Failed, "System.Net.Http.HttpRequestException", 7, 3, 7m));
        (await fixture.Sessions.GetAsync(_scope, session.Id)).TurnCount.Should().Be(keep ? 2 : 0);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_BreaksOffWhileTheModelReasons_CountsItAndKeepsNothing()
    {
        var session = await NewSessionAsync();
        _model.Answers(_ => ScriptedChatClient.Response(null, new TextReasoningContent("Let me think.")));
        _model.BeforeUpdate = (number, _) => number == 1 ? throw new HttpRequestException("gone") : Task.CompletedTask;

        await ReadAsync(Chat(session)).Should().ThrowAsync<HttpRequestException>();

        var run = await SingleAsync(session);
        (run.Status, run.InputTokens > 0, run.OutputTokens > 1).Should().Be((RunStatus.Failed, true, true));
        (await fixture.Sessions.GetAsync(_scope, session.Id)).TurnCount.Should().Be(0);
    }

    /// <summary>Some clients call at once, others not before the first update is asked for.</summary>
    [Fact]
    public async Task GetStreamingResponseAsync_ClientThrowsAtTheCallItself_FailsTheRun()
    {
        var session = await NewSessionAsync();
        using var client = new ThrowingClient(_model);

        await ReadAsync(client.WithAgentKit(fixture.Services, _scope, session.Id)).Should().ThrowAsync<NotSupportedException>();

        var run = await SingleAsync(session);
        (run.Status, run.Error?.Type).Should().Be((RunStatus.Failed, "System.NotSupportedException"));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_UsageCannotBeCounted_EndsTheRunAllTheSame()
    {
        var runs = DispatchProxy.Create<IRunStore, StoreWithoutUsage>();
        ((StoreWithoutUsage)runs).Inner = fixture.Get<IRunStore>();
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton(runs));
        var session = await NewSessionAsync();
        _model.Answers("one two three");
        _model.BeforeUpdate = (number, _) => number == 1 ? throw new HttpRequestException("gone") : Task.CompletedTask;

        await ReadAsync(_model.WithAgentKit(provider, _scope, session.Id, new() { KeepInterrupted = false }))
            .Should().ThrowAsync<HttpRequestException>();

        var run = await SingleAsync(session);
        (run.Status, run.InputTokens).Should().Be((RunStatus.Failed, 0));
    }

    [Fact]
    public async Task GetResponseAsync_ModelFailsWithALongMessage_KeepsItsBeginning()
    {
        var session = await NewSessionAsync();
        _model.Throws(new HttpRequestException("a\0" + new string('x', 10_000)));

        await Chat(session).Awaiting(chat => chat.GetResponseAsync("hi")).Should().ThrowAsync<HttpRequestException>();

        (await SingleAsync(session)).Error!.Message.Should().StartWith("a\uFFFDx").And.HaveLength(4_000);
    }

    [Fact]
    public async Task GetResponseAsync_SessionClosedMeanwhile_CountsWhatItCost()
    {
        var session = await NewSessionAsync();
        _model.Does(async (_, token) =>
        {
            await fixture.Sessions.CloseAsync(_scope, session.Id, cancellationToken: token);
            return ScriptedChatClient.Response(null, new TextContent("late"));
        });

        await Chat(session).Awaiting(chat => chat.GetResponseAsync("hi")).Should().ThrowAsync<ExchangeNotSavedException>();

        (await fixture.Sessions.GetAsync(_scope, session.Id)).InputTokens.Should().Be(10);
        var run = await SingleAsync(session);
        (run.Status, run.InputTokens).Should().Be((RunStatus.Failed, 10));
    }

    [Fact]
    public async Task GetResponseAsync_NothingLeftToSpend_IsRefusedUnpaid()
    {
        var session = await NewSessionAsync();
        await fixture.Get<IBudgetStore>().SetAsync(
            AgentScope.ForService(_scope.WorkspaceId), BudgetSubject.Session(session.Id), new BudgetLimit(Tokens: 15));
        _model.Answers("the last one");
        await Chat(session).GetResponseAsync("hi");

        await Chat(session).Awaiting(chat => chat.GetResponseAsync("hi")).Should().ThrowAsync<BudgetExceededException>();

        _model.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task GetResponseAsync_Summary_IsReadInThePlaceOfWhatItStandsFor()
    {
        var session = await NewSessionAsync();
        session = await fixture.Sessions.CommitAsync(_scope, session, new() { Turns = [Turn.User("long ago"), Turn.Assistant("indeed")] });
        await fixture.Sessions.CommitAsync(_scope, session, new() { Summary = new(2, Turn.System("They spoke of old times.")) });
        _model.Answers("hello");

        await Chat(session).GetResponseAsync("hi");

        _model.Calls[0].Lines.Should().Equal("system: They spoke of old times.", "user: hi");
    }

    /// <summary>A run that is no runner's is left alone by one, however long its lease has expired.</summary>
    [Fact]
    public async Task GetResponseAsync_DiedMeanwhile_IsNotTakenOverByARunner()
    {
        await using var host = Running.RunnerHost.For(fixture, _scope);
        var session = await host.NewSessionAsync();
        _model.Does(async (_, token) =>
        {
            await host.ExpireLeasesAsync();
            (await host.Runner.ResumeAsync(_scope, session.Id, token)).Should().BeNull();
            return ScriptedChatClient.Response(null, new TextContent("hello"));
        });

        await _model.WithAgentKit(host.Get<IServiceProvider>(), _scope, session.Id).GetResponseAsync("hi");

        (await SingleAsync(session)).Status.Should().Be(RunStatus.Completed);
    }

    public void Dispose() => _model.Dispose();

    private static Func<Task> ReadAsync(PersistingChatClient chat) => async () =>
    {
        await foreach (var _ in chat.GetStreamingResponseAsync("hi"))
        {
        }
    };

    private PersistingChatClient Chat(Session session, PersistingChatOptions? options = null) =>
        _model.WithAgentKit(fixture.Services, _scope, session.Id, options);

    private async Task<Run> SingleAsync(Session session) =>
        (await fixture.Get<IRunStore>().ListAsync(_scope, new() { SessionId = session.Id })).Items.Should().ContainSingle().Subject;

    private Task<Session> NewSessionAsync() => fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

    private sealed class ThrowingClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("no streams");
    }

    /// <summary>The store of runs, but what counts usage does not reach it.</summary>
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy is a subclass that is made at run time.")]
    private class StoreWithoutUsage : DispatchProxy
    {
        public IRunStore Inner { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IRunStore.AddUsageAsync)
                ? Task.FromException<Session>(new DatabaseUnavailableException("away", sqlState: null))
                : targetMethod.Invoke(Inner, args);
    }
}
