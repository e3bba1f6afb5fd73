using System.Diagnostics;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Telemetry;

/// <summary>What is told of commits, updates, tools and events beside the calls that they are made of.</summary>
public sealed class SessionTelemetryTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Commit_Stale_IsAFailedSpanAndACountedConflict()
    {
        await using var provider = fixture.CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider);
        await sessions.CommitAsync(_scope, session, new SessionCommit { Title = "first" });

        await sessions.Awaiting(store => store.CommitAsync(_scope, session, new SessionCommit { Title = "second" }))
            .Should().ThrowAsync<VersionConflictException>();

        heard.Spans.Select(span => span.Status).Should().Equal(ActivityStatusCode.Unset, ActivityStatusCode.Error);
        heard.Spans[1].GetTagItem("error.type").Should().Be(typeof(VersionConflictException).FullName);
        heard.Spans[1].GetTagItem("agentkit.error.category").Should().Be(nameof(ErrorCategory.Conflict));
        heard.Of("agentkit.session.commits").Select(commit => (commit["agentkit.outcome"], commit["error.type"]))
            .Should().Equal(("committed", null), ("conflict", typeof(VersionConflictException).FullName));
        heard.Of("db.client.operation.duration").Should().HaveCount(2).And.OnlyContain(
            call => call["error.type"] == null, "the database has answered both");
    }

    [Fact]
    public async Task Commit_Refused_IsToldApartFromConflicts()
    {
        await using var provider = fixture.CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider);

        await sessions.Awaiting(store => store.AppendAsync(AgentKitFixture.NewUser(), session.Id, new SessionCommit { Title = "x" }))
            .Should().ThrowAsync<SessionNotFoundException>();

        heard.Of("agentkit.session.commits").Should().ContainSingle().Which["agentkit.outcome"].Should().Be("refused");
        heard.Spans.Should().ContainSingle().Which.GetTagItem("agentkit.error.category").Should().Be(nameof(ErrorCategory.NotFound));
    }

    [Fact]
    public async Task Commit_WithUsage_CountsTokensAndCost()
    {
        await using var provider = fixture.CreateProvider();
        var session = await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider);

        await provider.GetRequiredService<ISessionStore>().CommitAsync(_scope, session, new SessionCommit
        {
            Turns = [Turn.User("question"), Turn.Assistant("answer", new Usage { InputTokens = 120, OutputTokens = 30, Cost = 0.25m })],
        });

        heard.Of("agentkit.usage.tokens").Select(tokens => (tokens["gen_ai.token.type"], tokens.Value)).Should().Equal(("input", 120), ("output", 30));
        heard.Of("agentkit.usage.cost").Should().ContainSingle().Which.Value.Should().Be(0.25);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1)]
    public async Task Update_Contended_IsASpanAroundItsAttempts(int conflictsBeforeLock)
    {
        await using var provider = fixture.CreateProvider(options =>
            (options.Resilience.ConflictDelay, options.Resilience.ConflictsBeforeLock) = (TimeSpan.Zero, conflictsBeforeLock));
        var session = await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider);
        var decisions = 0;

        await provider.GetRequiredService<ISessionStore>().UpdateAsync(_scope, session.Id, async (_, token) =>
        {
            if (++decisions == 1)
            {
                await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Title = "faster" }, token);
            }

            return new SessionCommit { Turns = [Turn.User("then")] };
        });

        var update = heard.Spans[^1];
        update.DisplayName.Should().Be("sessions/update");
        update.Kind.Should().Be(ActivityKind.Internal);
        update.GetTagItem("agentkit.attempts").Should().Be(2);
        heard.Spans.SkipLast(1).Should().OnlyContain(span => span.ParentSpanId == update.SpanId);
        heard.Spans.SkipLast(1).Select(span => (span.DisplayName, span.Status)).Should().Equal(
            ("sessions/get_snapshot", ActivityStatusCode.Unset),
            ("sessions/commit", ActivityStatusCode.Error),
            (conflictsBeforeLock == 1 ? "sessions/lock" : "sessions/get_snapshot", ActivityStatusCode.Unset),
            ("sessions/commit", ActivityStatusCode.Unset));
        heard.Of("agentkit.session.update.attempts").Select(attempts => (attempts.Value, attempts["agentkit.outcome"]))
            .Should().Equal((2, "succeeded"));
        heard.Of("agentkit.session.commits").Select(commit => commit["agentkit.outcome"]).Should().Equal("conflict", "committed");
    }

    [Fact]
    public async Task Updates_ThatWait_AreCountedWhileTheyDo()
    {
        await using var provider = fixture.CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider);
        var deciding = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        double Waiting(string what) =>
            heard.Ask("agentkit.session.update.waiting").Single(count => Equals(count["agentkit.wait.for"], what)).Value;

        var first = sessions.UpdateAsync(_scope, session.Id, async (_, _) =>
        {
            deciding.SetResult();
            await goOn.Task;
            return null;
        });
        await deciding.Task;
        var second = sessions.UpdateAsync(_scope, session.Id, _ => null);

        Waiting("turn").Should().Be(1);
        Waiting("row_lock").Should().Be(0);
        goOn.SetResult();
        await Task.WhenAll(first, second);
        Waiting("turn").Should().Be(0);
    }

    [Fact]
    public async Task Tools_OfEveryOutcome_AreToldByNameAndWithoutContent()
    {
        await using var provider = fixture.CreateProvider();
        var tools = provider.GetRequiredService<IToolRunLog>();
        var session = await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider);
        using var stop = new CancellationTokenSource();

        await tools.RunAsync(_scope, session.Id, "find", new { Secret = "geheim" }, _ => Task.FromResult("geheim"));
        await tools.Awaiting(log => log.RunAsync<object, int>(
            _scope, session.Id, "find", new { }, _ => throw new InvalidOperationException("geheim"))).Should().ThrowAsync<InvalidOperationException>();
        await tools.Awaiting(log => log.RunAsync(_scope, session.Id, "find", new { }, async token =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            return 1;
        }, stop.Token)).Should().ThrowAsync<OperationCanceledException>();

        heard.Of("agentkit.tool.duration").Select(tool => (tool["gen_ai.tool.name"], tool["agentkit.outcome"], tool["error.type"])).Should().Equal(
            ("find", "succeeded", null),
            ("find", "failed", typeof(InvalidOperationException).FullName),
            ("find", "canceled", typeof(OperationCanceledException).FullName));
        var spans = heard.Spans.Where(span => span.DisplayName == "execute_tool find").ToArray();
        spans.Select(span => span.Status).Should().Equal(ActivityStatusCode.Unset, ActivityStatusCode.Error, ActivityStatusCode.Error);
        spans[0].GetTagItem("gen_ai.operation.name").Should().Be("execute_tool");
        spans[0].GetTagItem("gen_ai.conversation.id").Should().Be(session.Id.ToString());
        heard.Everything().Should().NotContain("geheim");
    }

    [Fact]
    public async Task Events_OfTheBuffer_AreCounted()
    {
        await using var provider = fixture.CreateProvider();
        var buffer = provider.GetRequiredService<IEventBuffer>();
        using var heard = new TelemetryRecorder(provider);
        await buffer.WriteAsync(_scope, new NewEvent(EventCategory.Hook, "one"));
        await buffer.FlushAsync();
        await ((IAsyncDisposable)buffer).DisposeAsync();
        buffer.TryWrite(_scope, new NewEvent(EventCategory.Hook, "late"));

        heard.Ask("agentkit.events.written").Should().ContainSingle().Which.Value.Should().Be(1);
        heard.Ask("agentkit.events.pending").Should().ContainSingle().Which.Value.Should().Be(0);
        heard.Ask("agentkit.events.lost").Select(lost => (lost["agentkit.loss.reason"], lost.Value)).Should().Equal(("failed", 0), ("refused", 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Database_ThatIsReady_TellsWhetherAPoolerStandsBeforeIt(bool behindPooler)
    {
        await using var proxy = new TcpProxy(fixture.Database.DirectConnectionString) { HidesProcessId = behindPooler };
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = proxy.ConnectionString);
        await provider.GetRequiredService<ISessionStore>().ListAsync(_scope);
        using var heard = new TelemetryRecorder(provider);

        var ready = heard.Ask("agentkit.database.ready").Should().ContainSingle().Subject;

        (ready.Value, ready["agentkit.database.pooled"], ready["agentkit.database.prepared"]).Should().Be((1, behindPooler, !behindPooler));
    }

    [Fact]
    public async Task Everything_AListenerIsTold_HoldsNoContentAndNoSecretAndNoUser()
    {
        var scope = AgentScope.ForUser(AgentKitFixture.NewWorkspace(), "person-geheim");
        await using var provider = fixture.CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();
        using var heard = new TelemetryRecorder(provider);

        var session = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Title = "title-geheim", ConversationKey = "key-geheim" });
        await sessions.UpdateAsync(scope, session.Id, _ => new SessionCommit
        {
            Turns = [Turn.User("said-geheim")],
            CapturedData = { ["order"] = "data-geheim" },
        });
        await sessions.Awaiting(store => store.CreateAsync(scope, new NewSession("agent-nobody-has"))).Should().ThrowAsync<AgentNotFoundException>();
        await sessions.Awaiting(store => store.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { ConversationKey = "key-geheim" }))
            .Should().ThrowAsync<AlreadyExistsException>();

        heard.Everything().Should().Contain("sessions/create").And.NotContain("said-geheim").And.NotContain("data-geheim")
            .And.NotContain("title-geheim").And.NotContain("person-geheim")
            .And.NotContain(new Npgsql.NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString).Password);
        heard.Measurements.SelectMany(measurement => measurement.Tags.Keys)
            .Should().NotContain(["agentkit.workspace.id", "gen_ai.conversation.id", "agentkit.run.id"], "they are without bound");
    }

    private async Task<Session> CreateAsync(IServiceProvider provider) =>
        await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
