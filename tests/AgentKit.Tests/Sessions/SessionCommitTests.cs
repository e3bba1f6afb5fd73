using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionCommitTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task CommitAsync_Everything_AppliesAllOfItUnderOneVersion()
    {
        var session = await CreateAsync();

        var after = await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns =
            [
                Turn.User("Where is my order?"),
                Turn.Assistant([new TextBlock("Let me look."), new ToolUseBlock("t1", "find_order", JsonElement.Parse("""{"id":"A-1001"}"""))],
                    new Usage { InputTokens = 100, OutputTokens = 20, CachedInputTokens = 60, ReasoningTokens = 5, Cost = 0.0123456789m }),
            ],
            Usage = new Usage { InputTokens = 7, Cost = 0.5m },
            Phase = "answering",
            Title = "An order",
            Metadata = { ["lang"] = "en" },
            IntentsSeen = [new("order_status", 0.97)],
            TemplatesSent = [new("welcome")],
            CapturedData = { ["order"] = "A-1001" },
            Data = { ["tries"] = 1 },
        });

        after.Version.Should().Be(2);
        after.TurnCount.Should().Be(2);
        after.InputTokens.Should().Be(107);
        after.OutputTokens.Should().Be(20);
        after.Cost.Should().Be(0.5123456789m);
        after.Phase.Should().Be("answering");
        after.Title.Should().Be("An order");
        after.LastTurnAt.Should().NotBeNull();
        after.Metadata["lang"]!.GetValue<string>().Should().Be("en");

        var snapshot = await _sessions.GetSnapshotAsync(_scope, session.Id);
        snapshot.Session.Should().BeEquivalentTo(after, options => options.Excluding(s => s.Metadata));
        snapshot.State.IntentsSeen.Should().ContainSingle().Which.Should().Match<IntentSeen>(i => i.Name == "order_status" && i.Confidence == 0.97);
        snapshot.State.TemplatesSent.Should().ContainSingle().Which.Name.Should().Be("welcome");
        snapshot.State.CapturedData["order"]!.GetValue<string>().Should().Be("A-1001");
        snapshot.State.Data["tries"]!.GetValue<int>().Should().Be(1);

        var turns = await _sessions.GetTurnsAsync(_scope, session.Id);
        turns.Select(turn => (turn.Number, turn.Version)).Should().Equal((1, 2), (2, 2));
        turns[1].Usage.Should().Be(
            new Usage { InputTokens = 100, OutputTokens = 20, CachedInputTokens = 60, ReasoningTokens = 5, Cost = 0.0123456789m });
    }

    [Fact]
    public async Task CommitAsync_StaleVersion_ChangesNothingAndSaysBothVersions()
    {
        var session = await CreateAsync();
        await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [Turn.User("first")] });

        var stale = () => _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns = [Turn.User("second")],
            Title = "t",
            CapturedData = { ["a"] = 1 },
        });

        var error = (await stale.Should().ThrowAsync<VersionConflictException>()).Which;
        error.Should().BeEquivalentTo(new { SessionId = session.Id, ExpectedVersion = 1L, ActualVersion = 2L, IsRetryable = true });
        var snapshot = await _sessions.GetSnapshotAsync(_scope, session.Id);
        snapshot.Session.Should().BeEquivalentTo(new { Version = 2L, TurnCount = 1L, Title = (string?)null });
        snapshot.State.CapturedData.Should().BeEmpty();
    }

    [Fact]
    public async Task CommitAsync_OldOperationAgain_ReturnsItsResultAndWritesNothing()
    {
        var session = await CreateAsync();
        var operation = new SessionCommit { Turns = [Turn.User("once")], Metadata = { ["m"] = 1 }, Usage = new Usage { Cost = 1 } };
        var original = await _sessions.CommitAsync(_scope, session, operation);

        var latest = original;
        for (var i = 0; i < 5; i++)
        {
            latest = await _sessions.CommitAsync(_scope, latest, new SessionCommit
            {
                Turns = [Turn.User($"later {i}")],
                Title = $"t{i}",
                Phase = $"p{i}",
                Metadata = { ["m"] = i + 10 },
                Usage = new Usage { Cost = 1 },
            });
        }

        // With the session as the caller knew it, and as one that was reloaded after a crash.
        foreach (var known in new[] { session, latest })
        {
            var again = await _sessions.CommitAsync(_scope, known, operation);
            again.Should().BeEquivalentTo(original, options => options.Excluding(s => s.Metadata));
            again.Metadata.ToJsonString().Should().Be(original.Metadata.ToJsonString());
        }

        (await _sessions.GetAsync(_scope, session.Id)).Should().BeEquivalentTo(latest, options => options.Excluding(s => s.Metadata));
        (await _sessions.GetTurnsAsync(_scope, session.Id)).Should().HaveCount(6);
    }

    [Fact]
    public async Task CommitAsync_SameOperationSixteenTimesAtOnce_AppliesItOnce()
    {
        var session = await CreateAsync();
        var operation = new SessionCommit { Turns = [Turn.User("once")] };

        var versioned = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _sessions.CommitAsync(_scope, session, operation)));

        versioned.Should().OnlyContain(after => after.Version == 2);
        (await _sessions.GetTotalsAsync(_scope, session.Id)).Turns.Should().Be(1);
    }

    [Fact]
    public async Task AppendAsync_SameOperationSixteenTimesAtOnce_AppliesItOnce()
    {
        var session = await CreateAsync();
        var operation = new SessionCommit { Turns = [Turn.User("once")], CapturedData = { ["n"] = 1 } };

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _sessions.AppendAsync(_scope, session.Id, operation)));

        results.Should().OnlyContain(after => after.Version == 2 && after.TurnCount == 1);
        (await _sessions.GetTotalsAsync(_scope, session.Id)).Turns.Should().Be(1);
    }

    [Fact]
    public async Task CommitAsync_PhaseThatMayNotFollow_Throws()
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.PhasedAgent));

        var skip = () => _sessions.CommitAsync(_scope, session, new SessionCommit { Phase = "done" });
        var error = (await skip.Should().ThrowAsync<InvalidTransitionException>()).Which;
        error.From.Should().Be("greeting");
        error.Allowed.Should().Equal("answering");

        var answering = await _sessions.CommitAsync(_scope, session, new SessionCommit { Phase = "answering" });
        var same = await _sessions.CommitAsync(_scope, answering, new SessionCommit { Phase = "answering" });
        (await _sessions.CommitAsync(_scope, same, new SessionCommit { Phase = "done" })).Phase.Should().Be("done");
    }

    [Fact]
    public async Task CommitAsync_UnknownSession_Throws()
    {
        var session = await CreateAsync();

        var commit = () => _sessions.CommitAsync(_scope, session with { Id = Guid.CreateVersion7() }, new SessionCommit());

        await commit.Should().ThrowAsync<SessionNotFoundException>();
    }

    [Fact]
    public async Task CommitAsync_OtherAgent_MustBeRegistered()
    {
        var session = await CreateAsync();

        var unknown = () => _sessions.CommitAsync(_scope, session, new SessionCommit { AgentId = "nobody" });
        await unknown.Should().ThrowAsync<AgentNotFoundException>();

        var handed = await _sessions.CommitAsync(_scope, session, new SessionCommit { AgentId = AgentKitFixture.PhasedAgent, Phase = "answering" });
        handed.AgentId.Should().Be(AgentKitFixture.PhasedAgent);
    }

    [Fact]
    public async Task AppendAsync_PhaseOrAgent_IsRefused()
    {
        var session = await CreateAsync();

        foreach (var commit in new[] { new SessionCommit { Phase = "p" }, new SessionCommit { AgentId = AgentKitFixture.Agent } })
        {
            await FluentActions.Awaiting(() => _sessions.AppendAsync(_scope, session.Id, commit)).Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task AppendAsync_HundredStateHelpersAtOnce_LoseNothing()
    {
        var session = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 3) switch
        {
            0 => _sessions.AddIntentSeenAsync(_scope, session.Id, new IntentSeen($"intent-{i}")),
            1 => _sessions.AddTemplateSentAsync(_scope, session.Id, new TemplateSent($"template-{i}")),
            _ => _sessions.MergeCapturedDataAsync(_scope, session.Id, new() { [$"key-{i}"] = i }),
        }));

        var snapshot = await _sessions.GetSnapshotAsync(_scope, session.Id);
        snapshot.Session.Version.Should().Be(101);
        snapshot.State.IntentsSeen.Should().HaveCount(34).And.OnlyHaveUniqueItems(intent => intent.Name);
        snapshot.State.TemplatesSent.Should().HaveCount(33);
        snapshot.State.CapturedData.Should().HaveCount(33);
    }

    [Fact]
    public async Task AddIntentSeenAsync_NameSeenBefore_KeepsTheFirst()
    {
        var session = await CreateAsync();
        await _sessions.AddIntentSeenAsync(_scope, session.Id, new IntentSeen("a", 0.5));
        await _sessions.AppendAsync(_scope, session.Id, new SessionCommit { IntentsSeen = [new("b"), new("a", 0.9), new("b", 0.1)] });

        var intents = (await _sessions.GetSnapshotAsync(_scope, session.Id)).State.IntentsSeen;

        intents.Select(intent => (intent.Name, intent.Confidence)).Should().Equal(("a", 0.5), ("b", null));
    }

    private Task<Session> CreateAsync() => _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
