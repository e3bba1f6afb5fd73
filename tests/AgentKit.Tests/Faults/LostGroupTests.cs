using System.Text.Json;
using AgentKit.Tests.Coalescing;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The connection of a group dies before it arrives, or after it was committed: each of its members is applied once, and has its result.</summary>
public sealed class LostGroupTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly Dictionary<string, Fault> ByName = new()
    {
        ["request cut off"] = new(FaultAction.Cut),
        ["half of the request"] = new(FaultAction.Cut) { Share = 0.5 },
        ["reply cut off"] = new(FaultAction.Cut) { OnReply = true },
        ["half of the reply"] = new(FaultAction.Cut) { OnReply = true, Share = 0.5 },
        ["reply in two pieces"] = new(FaultAction.Delay) { OnReply = true, Share = 0.5 },
    };

    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string> Faults => [.. ByName.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Commits_GroupIsCut_AreEachAppliedOnce(string fault)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope, options => options.ConnectionString = proxy.ConnectionString);
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent))));
        var commits = sessions.Select((session, i) => i % 2 == 0
            ? gathering.Sessions.CommitAsync(_scope, session, Of($"{i}"))
            : gathering.Sessions.AppendAsync(_scope, session.Id, Of($"{i}"))).ToList();
        proxy.Inject(ByName[fault]);

        await gathering.LetThroughAsync();
        var after = await Task.WhenAll(commits);

        proxy.FaultsInjected.Should().Be(1);
        after.Should().OnlyContain(session => session.Version == 2 && session.TurnCount == 1);
        for (var i = 0; i < sessions.Length; i++)
        {
            (await fixture.Sessions.GetTurnsAsync(_scope, sessions[i].Id)).Select(turn => (turn.Number, turn.Text)).Should().Equal((1, $"{i}"));
        }
    }

    [Fact]
    public async Task Commits_GroupIsCutUnderAPipelineOfTheHosts_AreNotSentAgainAsAGroup()
    {
        var retries = 0;
        var pipeline = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<DatabaseUnavailableException>(),
                Delay = TimeSpan.Zero,
                OnRetry = _ =>
                {
                    Interlocked.Increment(ref retries);
                    return default;
                },
            })
            .Build();
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope, options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientPipeline = pipeline;
        });
        Session[] sessions = [.. await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent))))];
        var commits = sessions.Select(session => gathering.Sessions.CommitAsync(_scope, session, Of("x"))).ToList();
        proxy.Cut(1, false);

        await gathering.LetThroughAsync();

        (await Task.WhenAll(commits)).Should().OnlyContain(session => session.Version == 2 && session.TurnCount == 1);
        (proxy.Cuts, retries).Should().Be((1, 0));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task ToolRuns_GroupIsCut_AreEachLoggedOnceAndExecutedOnce(string fault)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        var gate = await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var session = await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var input = JsonElement.Parse("1");
        await using var gathering = await Gathering.StartAsync(
            fixture,
            Gathering.Holding(gate),
            services => services.GetRequiredService<IToolRunLog>().StartAsync(_scope, new NewToolRun(gate.Id, "gate", input)),
            options => options.ConnectionString = proxy.ConnectionString);
        var log = gathering.Provider.GetRequiredService<IToolRunLog>();
        var executed = 0;
        var runs = Enumerable.Range(0, 20).Select(i => log.RunAsync(_scope, session.Id, "tool", i, _ =>
        {
            Interlocked.Increment(ref executed);
            return Task.FromResult(i);
        })).ToList();
        proxy.Inject(ByName[fault]);

        await gathering.LetThroughAsync();
        (await Task.WhenAll(runs)).Should().Equal(Enumerable.Range(0, 20));

        proxy.FaultsInjected.Should().Be(1);
        executed.Should().Be(20);
        var logged = (await fixture.Get<IToolRunLog>().ListAsync(_scope, new ToolRunFilter { SessionId = session.Id, ToolName = "tool" })).Items;
        logged.Should().HaveCount(20).And.OnlyContain(run => run.Status == ToolRunStatus.Succeeded);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Events_GroupIsCut_AreEachAppendedOnce(string fault)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var gathering = await Gathering.StartAsync(
            fixture,
            Gathering.HoldingEvents(),
            services => services.GetRequiredService<IEventLog>().AppendAsync(_scope, new NewEvent(EventCategory.Hook, "gate")),
            options => options.ConnectionString = proxy.ConnectionString);
        var log = gathering.Provider.GetRequiredService<IEventLog>();
        var appends = Enumerable.Range(0, 20).Select(i => log.AppendAsync(_scope, new NewEvent(EventCategory.Hook, $"{i}"))).ToList();
        proxy.Inject(ByName[fault]);

        await gathering.LetThroughAsync();
        await Task.WhenAll(appends);

        proxy.FaultsInjected.Should().Be(1);
        (await fixture.Get<IEventLog>().StreamAsync(_scope).ToListAsync()).Select(item => item.Type)
            .Should().BeEquivalentTo(["gate", .. Enumerable.Range(0, 20).Select(i => $"{i}")]);
    }

    /// <summary>Many writers, connections cut at random: every acknowledged turn is there, once, in rows without gaps.</summary>
    [Fact]
    public async Task Appends_WhileConnectionsAreCut_LoseAndDoubleNothing()
    {
        const int appends = 10;
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Coalescing = new() { Enabled = true, Concurrency = 2, MaxGroupSize = 10 };
            options.Resilience.TransientRetries = 20;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        });
        var store = provider.GetRequiredService<ISessionStore>();
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ =>
            fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent))));
        await store.AppendAsync(_scope, sessions[0].Id, Of("connected"));
        proxy.CutOneOf = 5;

        await Task.WhenAll(sessions.SelectMany(session => Enumerable.Range(0, 2).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < appends; i++)
            {
                await store.AppendAsync(_scope, session.Id, Of($"{writer}/{i}"));
            }
        }))));

        proxy.Cuts.Should().BeGreaterThan(3);
        foreach (var session in sessions.Skip(1))
        {
            var turns = await fixture.Sessions.GetTurnsAsync(_scope, session.Id);
            turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, 2 * appends).Select(i => (long)i));
            turns.Select(turn => turn.Text).Should().OnlyHaveUniqueItems();
        }
    }

    private static SessionCommit Of(string text) => new() { Turns = [Turn.User(text)] };
}
