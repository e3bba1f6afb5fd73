using System.Diagnostics;
using AgentKit.Tests.Coalescing;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Telemetry;

/// <summary>Each call of a store is one span and one measurement, whatever becomes of it and however often it is sent.</summary>
public sealed class CallTelemetryTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Commit_Listened_IsOneClientSpanWithTheAttributesOfTheConventions()
    {
        await using var provider = fixture.CreateProvider();
        var session = await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider);

        await provider.GetRequiredService<ISessionStore>().CommitAsync(_scope, session, new SessionCommit { Turns = [Turn.User("hello")] });

        var settings = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString);
        var span = heard.Spans.Should().ContainSingle().Subject;
        span.DisplayName.Should().Be("sessions/commit");
        span.Kind.Should().Be(ActivityKind.Client);
        span.Status.Should().Be(ActivityStatusCode.Unset);
        span.TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["db.system.name"] = "postgresql",
            ["db.namespace"] = $"{settings.Database}|agentkit",
            ["db.operation.name"] = "sessions/commit",
            ["db.query.summary"] = "sessions/commit",
            ["server.address"] = settings.Host,
            ["server.port"] = settings.Port,
            ["agentkit.workspace.id"] = _scope.WorkspaceId,
            ["gen_ai.conversation.id"] = session.Id.ToString(),
        });

        var duration = heard.Of("db.client.operation.duration").Should().ContainSingle().Subject;
        duration.Value.Should().BeGreaterThan(0);
        duration.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["db.system.name"] = "postgresql",
            ["db.namespace"] = $"{settings.Database}|agentkit",
            ["db.operation.name"] = "sessions/commit",
            ["server.address"] = settings.Host,
            ["server.port"] = settings.Port,
        });
    }

    [Fact]
    public async Task Commits_InAGroup_AreLinkedFromItsSpan()
    {
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope);
        Session[] sessions = [await CreateAsync(gathering.Provider), await CreateAsync(gathering.Provider)];
        using var heard = new TelemetryRecorder(gathering.Provider);
        var commits = sessions.Select(session => gathering.Sessions.CommitAsync(_scope, session, new() { Turns = [Turn.User("x")] })).ToList();

        await gathering.LetThroughAsync();
        await Task.WhenAll(commits);

        var group = heard.Spans.Single(span => span.OperationName == "sessions/commit_group");
        group.Parent.Should().BeNull();
        group.Links.Select(link => link.Context.SpanId).Should().BeEquivalentTo(
            heard.Spans.Where(span => span.OperationName == "sessions/commit").Select(span => span.SpanId)).And.HaveCount(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_ConnectionLost_IsOneSpanThatTellsOfTheRetry(bool spans)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientDelay = TimeSpan.Zero;
        });
        var session = await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider, spans: spans);
        proxy.CutReplies(2);

        await provider.GetRequiredService<ISessionStore>().CommitAsync(_scope, session, new SessionCommit { Turns = [Turn.User("hello")] });

        heard.Of("agentkit.db.retries").Should().HaveCount(2).And.OnlyContain(retry =>
            retry.Value == 1
            && Equals(retry["db.operation.name"], "sessions/commit")
            && Equals(retry["error.type"], typeof(DatabaseUnavailableException).FullName));
        // What an earlier attempt had come to is read by a call of its own.
        heard.Of("db.client.operation.duration").Select(call => call["db.operation.name"]).Should().Equal("sessions/commit", "sessions/outcome");
        heard.Of("db.client.operation.duration").Should().OnlyContain(call => !call.Tags.ContainsKey("error.type"), "both have succeeded");
        heard.Spans.Should().HaveCount(spans ? 2 : 0);
        if (spans)
        {
            var commit = heard.Spans.Single(span => span.OperationName == "sessions/commit");
            commit.GetTagItem("agentkit.attempts").Should().Be(3);
            commit.Events.Select(item => (item.Name, item.Tags.First().Value)).Should().Equal(("agentkit.retry", 2), ("agentkit.retry", 3));
            commit.Status.Should().Be(ActivityStatusCode.Unset);
        }
    }

    [Fact]
    public async Task Call_DatabaseAway_IsAFailedSpanWithItsCategory()
    {
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { Port = 1 }.ConnectionString;
            options.Resilience.TransientRetries = 0;
        });
        using var heard = new TelemetryRecorder(provider);

        var call = () => provider.GetRequiredService<ISessionStore>().ListAsync(_scope);
        await call.Should().ThrowAsync<DatabaseUnavailableException>();

        var span = heard.Spans.Should().ContainSingle().Subject;
        span.Status.Should().Be(ActivityStatusCode.Error);
        span.GetTagItem("error.type").Should().Be(typeof(DatabaseUnavailableException).FullName);
        span.GetTagItem("agentkit.error.category").Should().Be(nameof(ErrorCategory.Unavailable));
        heard.Of("db.client.operation.duration").Should().ContainSingle().Which["error.type"]
            .Should().Be(typeof(DatabaseUnavailableException).FullName);
        heard.Ask("agentkit.database.ready").Should().ContainSingle().Which.Value.Should().Be(0);
    }

    [Fact]
    public async Task Call_RefusedByPostgres_IsToldByItsSqlState()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = database.ConnectionString);
        var sessions = provider.GetRequiredService<ISessionStore>();
        await sessions.ListAsync(_scope);
        using var heard = new TelemetryRecorder(provider);
        await Testing.Sql.ExecuteAsync(database.AdminConnectionString, "ALTER TABLE agentkit.sessions RENAME TO elsewhere");

        await sessions.Awaiting(store => store.ListAsync(_scope)).Should().ThrowAsync<DatabaseException>();

        heard.Spans[0].GetTagItem("error.type").Should().Be("42P01");
        heard.Spans[0].GetTagItem("db.response.status_code").Should().Be("42P01");
        heard.Of("db.client.operation.duration")[0]["db.response.status_code"].Should().Be("42P01");
    }

    [Fact]
    public async Task Calls_AtOnce_AreChildrenOfTheirOwnCallers()
    {
        await using var provider = fixture.CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();
        var created = await CreateAsync(provider);
        using var host = new ActivitySource($"host-{Guid.NewGuid():N}");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, host),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var heard = new TelemetryRecorder(provider);

        var parents = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var parent = host.StartActivity($"request {i}")!;
            await sessions.AppendAsync(_scope, created.Id, new SessionCommit { Turns = [Turn.User($"{i}")] });
            Activity.Current.Should().BeSameAs(parent, "a call leaves the context as it was");
            await sessions.GetAsync(_scope, created.Id);
            return parent;
        }));

        foreach (var parent in parents)
        {
            heard.Spans.Where(span => span.ParentSpanId == parent.SpanId).Select(span => span.DisplayName)
                .Should().Equal("sessions/commit", "sessions/get");
        }

        heard.Spans.Should().HaveCount(16).And.OnlyContain(span => span.IsStopped && span.Duration > TimeSpan.Zero);
    }

    [Fact]
    public async Task Transaction_OfAnErasure_IsOneSpan()
    {
        await using var provider = fixture.CreateProvider();
        await CreateAsync(provider);
        using var heard = new TelemetryRecorder(provider);

        await provider.GetRequiredService<IPersonalData>().EraseUserAsync(AgentScope.ForService(_scope.WorkspaceId), _scope.UserId!);

        heard.Spans.Where(span => span.DisplayName == "personal_data/erase_sessions").Should().NotBeEmpty()
            .And.OnlyContain(span => span.Kind == ActivityKind.Client && span.Status == ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task Call_NobodyListens_IsNotObserved()
    {
        await using var provider = fixture.CreateProvider();
        var telemetry = provider.GetRequiredService<AgentKit.Infrastructure.Telemetry>();

        (telemetry.ObservesCalls, telemetry.ObservesOperations, telemetry.ObservesUpdates, telemetry.ObservesTools)
            .Should().Be((false, false, false, false), "tests beside this one listen to theirs");
        using (new TelemetryRecorder(provider, spans: false))
        {
            (telemetry.ObservesCalls, telemetry.ObservesOperations).Should().Be((true, false));
        }

        telemetry.ObservesCalls.Should().BeFalse();
    }

    private async Task<Session> CreateAsync(IServiceProvider provider) =>
        await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
