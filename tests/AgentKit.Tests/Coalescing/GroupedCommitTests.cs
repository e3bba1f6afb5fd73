using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Coalescing;

/// <summary>Commits that travel in a group come to what they come to by themselves.</summary>
public sealed class GroupedCommitTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string> Kinds => [.. Samples().Select(sample => sample.Name)];

    /// <summary>Once on a host that coalesces and once on one that does not: the same session, the same turns, the same log.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Commit_OfAnyKind_ComesToTheSameAsByItself(string kind)
    {
        var commit = Samples().Single(sample => sample.Name == kind).Commit;
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope);
        var (alone, grouped, appended) = (await CreateAsync(kind), await CreateAsync(kind), await CreateAsync(kind));

        var committing = gathering.Sessions.CommitAsync(_scope, grouped, commit());
        var appending = commit() is { Phase: null, AgentId: null, RewindTo: null, Summary: null }
            ? gathering.Sessions.AppendAsync(_scope, appended.Id, commit())
            : gathering.Sessions.CommitAsync(_scope, appended, commit());
        var filler = gathering.Sessions.AppendAsync(_scope, (await CreateAsync(kind)).Id, Of("with others"));
        await gathering.LetThroughAsync();
        var expected = await fixture.Sessions.CommitAsync(_scope, alone, commit());

        foreach (var (session, id) in new[] { (await committing, grouped.Id), (await appending, appended.Id) })
        {
            session.Should().BeEquivalentTo(
                expected,
                options => options.Excluding(s => s.Id).Excluding(s => s.CreatedAt).Excluding(s => s.UpdatedAt)
                    .Excluding(s => s.LastTurnAt).Excluding(s => s.ClosedAt).Excluding(s => s.Metadata));
            session.LastTurnAt.HasValue.Should().Be(expected.LastTurnAt.HasValue);
            session.Id.Should().Be(id);
            var stored = await fixture.Sessions.GetAsync(_scope, id);
            stored.Should().BeEquivalentTo(session, options => options.Excluding(s => s.Metadata));
            (await fixture.Sessions.GetTurnsAsync(_scope, id)).Select(TextOf)
                .Should().Equal((await fixture.Sessions.GetTurnsAsync(_scope, alone.Id)).Select(TextOf));
        }

        (await filler).Version.Should().Be(2);
    }

    [Fact]
    public async Task Commits_AThousandToAsManySessions_EachHaveTheirTurnsInAFewRoundTrips()
    {
        const int count = 1_000;
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope, options => options.ConnectionString = proxy.ConnectionString);
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => CreateAsync()));

        var before = proxy.RoundTrips;
        Task<Session>[] commits =
            [.. sessions.Select((session, i) => gathering.Sessions.CommitAsync(_scope, session, Of([.. Enumerable.Range(0, 1 + (i % 3)).Select(t => $"{i}/{t}")])))];
        await gathering.LetThroughAsync();
        var after = await Task.WhenAll(commits);

        (proxy.RoundTrips - before).Should().BeLessThanOrEqualTo(5, "a thousand may travel together");
        after.Should().OnlyContain(session => session.Version == 2);
        after.Select(session => session.Id).Should().Equal(sessions.Select(session => session.Id));
        foreach (var i in new[] { 0, 1, 2, 500, 998, 999 })
        {
            (await fixture.Sessions.GetTurnsAsync(_scope, sessions[i].Id)).Select(turn => (turn.Number, turn.Version, turn.Text))
                .Should().Equal(Enumerable.Range(0, 1 + (i % 3)).Select(t => (t + 1L, 2L, $"{i}/{t}")));
        }
    }

    [Fact]
    public async Task Commits_SomeBadAmongMany_EachHaveTheirOwnError()
    {
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope);
        Session[] good = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => CreateAsync()));
        var (stale, closed, replayed) = (await CreateAsync(), await CreateAsync(), await CreateAsync());
        await fixture.Sessions.AppendAsync(_scope, stale.Id, Of("somebody was faster"));
        closed = await fixture.Sessions.CloseAsync(_scope, closed.Id);
        var operation = Of("once");
        var first = await fixture.Sessions.CommitAsync(_scope, replayed, operation);
        await fixture.Sessions.AppendAsync(_scope, replayed.Id, Of("later"));
        var foreign = await fixture.Sessions.CreateAsync(AgentScope.ForUser(_scope.WorkspaceId, "u-2"), new NewSession(AgentKitFixture.Agent));
        var unknown = Guid.CreateVersion7();
        var huge = new SessionCommit { Turns = [Turn.User(new string('x', new ContentLimits().TurnBytes + 1))] };

        var commits = good.Select(session => gathering.Sessions.CommitAsync(_scope, session, Of("good"))).ToList();
        var conflict = gathering.Sessions.CommitAsync(_scope, stale, Of("stale"));
        var refused = gathering.Sessions.CommitAsync(_scope, closed, Of("closed"));
        var notFound = gathering.Sessions.AppendAsync(_scope, unknown, Of("nowhere"));
        var notSeen = gathering.Sessions.AppendAsync(_scope, foreign.Id, Of("not mine"));
        var oversized = gathering.Sessions.AppendAsync(_scope, stale.Id, huge);
        var again = gathering.Sessions.CommitAsync(_scope, replayed, operation);
        await gathering.LetThroughAsync();

        (await Task.WhenAll(commits)).Should().OnlyContain(session => session.Version == 2);
        (await conflict.Awaiting(task => task).Should().ThrowAsync<VersionConflictException>()).Which
            .Should().BeEquivalentTo(new { SessionId = stale.Id, ExpectedVersion = 1L, ActualVersion = 2L });
        (await refused.Awaiting(task => task).Should().ThrowAsync<InvalidSessionStateException>()).Which.Status.Should().Be(SessionStatus.Closed);
        (await notFound.Awaiting(task => task).Should().ThrowAsync<SessionNotFoundException>()).Which.SessionId.Should().Be(unknown);
        (await notSeen.Awaiting(task => task).Should().ThrowAsync<SessionNotFoundException>()).Which.SessionId.Should().Be(foreign.Id);
        await oversized.Awaiting(task => task).Should().ThrowAsync<ArgumentException>();
        (await again).Should().BeEquivalentTo(first, options => options.Excluding(s => s.Metadata));
        (await fixture.Sessions.GetTurnsAsync(_scope, replayed.Id)).Select(turn => turn.Text).Should().Equal("once", "later");
    }

    /// <summary>A database that refuses the statement as a whole: what it refuses is one member's, and the others are committed all the same.</summary>
    [Fact]
    public async Task Commits_OneThatTheDatabaseRefuses_DoesNotFailItsNeighbours()
    {
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            "ALTER TABLE agentkit.turns ADD CONSTRAINT no_luck CHECK (content::text NOT LIKE '%unlucky%') NOT VALID");
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope);
        Session[] good = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync()));
        var bad = await CreateAsync();

        var commits = good.Select(session => gathering.Sessions.CommitAsync(_scope, session, Of("good"))).ToList();
        var refused = gathering.Sessions.CommitAsync(_scope, bad, Of("unlucky"));
        await gathering.LetThroughAsync();

        (await Task.WhenAll(commits)).Should().OnlyContain(session => session.Version == 2 && session.TurnCount == 1);
        await refused.Awaiting(task => task).Should().ThrowAsync<DatabaseException>();
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, "ALTER TABLE agentkit.turns DROP CONSTRAINT no_luck");
        foreach (var session in good)
        {
            (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("good");
        }

        (await fixture.Sessions.GetAsync(_scope, bad.Id)).Version.Should().Be(1);
    }

    [Fact]
    public async Task Commits_OneToALockedSession_DoesNotHoldUpItsNeighbours()
    {
        var locked = await CreateAsync();
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope);
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CreateAsync()));
        await using var connection = new NpgsqlConnection(fixture.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(Gathering.Holding(locked), connection, transaction);
        await command.ExecuteNonQueryAsync();

        var waiting = gathering.Sessions.CommitAsync(_scope, locked, Of("in the end"));
        var commits = sessions.Select(session => gathering.Sessions.CommitAsync(_scope, session, Of("at once"))).ToList();
        await gathering.LetThroughAsync();

        (await Task.WhenAll(commits)).Should().OnlyContain(session => session.Version == 2);
        waiting.IsCompleted.Should().BeFalse();
        await transaction.RollbackAsync();
        (await waiting).Version.Should().Be(2);
    }

    [Fact]
    public async Task Commits_SeveralToOneSession_AreAppliedOneAfterTheOther()
    {
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope);
        var session = await CreateAsync();

        Task<Session>[] appends = [.. Enumerable.Range(0, 10).Select(i => gathering.Sessions.AppendAsync(_scope, session.Id, Of($"{i}")))];
        Task<Session>[] commits = [.. Enumerable.Range(0, 3).Select(i => gathering.Sessions.CommitAsync(_scope, session, Of($"versioned {i}")))];
        await gathering.LetThroughAsync();

        var appended = await Task.WhenAll(appends);
        appended.Select(after => after.Version).Order().Should().OnlyHaveUniqueItems();
        foreach (var commit in commits)
        {
            await commit.Awaiting(task => task).Should().ThrowAsync<VersionConflictException>();
        }

        var turns = await fixture.Sessions.GetTurnsAsync(_scope, session.Id);
        turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, 10).Select(i => (long)i));
        turns.Select(turn => turn.Text).Should().BeEquivalentTo(Enumerable.Range(0, 10).Select(i => $"{i}"));
    }

    [Fact]
    public async Task UpdateAsync_ManySessionsAtOnce_DecidesOnWhatIsThere()
    {
        await using var provider = fixture.CreateProvider(options => options.Coalescing = new() { Enabled = true, Concurrency = 1 });
        var store = provider.GetRequiredService<ISessionStore>();
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => CreateAsync()));

        await Task.WhenAll(Enumerable.Range(0, 5).SelectMany(round => sessions.Select(session => store.UpdateAsync(
            _scope, session.Id, current => Of($"after {current.Session.TurnCount}")))));

        foreach (var session in sessions)
        {
            (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text)
                .Should().Equal("after 0", "after 1", "after 2", "after 3", "after 4");
        }
    }

    [Fact]
    public async Task Commits_WithUsage_AreCountedForTheBudgets()
    {
        var service = AgentScope.ForService(_scope.WorkspaceId);
        var budgets = fixture.Get<IBudgetStore>();
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope);
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync()));
        BudgetSubject[] subjects = [BudgetSubject.Workspace, BudgetSubject.Agent(AgentKitFixture.Agent), BudgetSubject.Session(sessions[3].Id)];
        foreach (var subject in subjects)
        {
            await budgets.SetAsync(service, subject, new BudgetLimit(Tokens: 1_000_000));
        }

        var commits = sessions.Select((session, i) => gathering.Sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns = [Turn.Assistant("paid for", new Usage { InputTokens = 10, OutputTokens = i, Cost = 0.001m })],
        })).ToList();
        var operation = Of("stale");
        var conflict = gathering.Sessions.CommitAsync(_scope, sessions[0] with { Version = 7 }, operation with { Usage = new() { InputTokens = 1_000 } });
        await gathering.LetThroughAsync();
        await Task.WhenAll(commits);
        await conflict.Awaiting(task => task).Should().ThrowAsync<VersionConflictException>();

        var spent = await Task.WhenAll(subjects.Select(subject => budgets.FindAsync(service, subject)));
        spent.Select(budget => (budget!.SpentTokens, budget.SpentCost)).Should().Equal((390, 0.020m), (390, 0.020m), (13, 0.001m));
    }

    [Fact]
    public async Task Commits_InAGroup_WakeUpTheirWatchersAndAreInTheFeed()
    {
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope, options => options.ChangePollInterval = TimeSpan.FromHours(1));
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CreateAsync()));
        var feed = gathering.Provider.GetRequiredService<IChangeFeed>();
        await using var watch = feed.WatchAsync(_scope, sessions[4].Id, 1).GetAsyncEnumerator();
        var change = watch.MoveNextAsync();

        var commits = sessions.Select(session => gathering.Sessions.CommitAsync(_scope, session, Of("seen"))).ToList();
        await gathering.LetThroughAsync();
        await Task.WhenAll(commits);

        (await change).Should().BeTrue();
        watch.Current.Version.Should().Be(2);
    }

    [Fact]
    public async Task Commits_HostEnds_AreAllAnsweredAndNothingAcknowledgedIsLost()
    {
        await using var gathering = await Gathering.OfCommitsAsync(fixture, _scope);
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CreateAsync()));
        var commits = sessions.Select(session => gathering.Sessions.CommitAsync(_scope, session, Of("last words"))).ToList();

        var disposing = gathering.Provider.DisposeAsync();
        await gathering.LetThroughAsync();
        await disposing;

        (await Task.WhenAll(commits)).Should().OnlyContain(session => session.Version == 2);
        (await Task.WhenAll(sessions.Select(session => fixture.Sessions.GetAsync(_scope, session.Id)))).Should().OnlyContain(session => session.TurnCount == 1);
    }

    [Fact]
    public async Task Commits_FewConnections_AreEnough()
    {
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = $"{fixture.Database.ConnectionString};Maximum Pool Size=2";
            options.Coalescing = new() { Enabled = true, Concurrency = 8 };
        });
        var store = provider.GetRequiredService<ISessionStore>();
        Session[] sessions = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => CreateAsync()));

        (await Task.WhenAll(sessions.Select(session => store.CommitAsync(_scope, session, Of("one of many")))))
            .Should().OnlyContain(session => session.Version == 2);
    }

    private static IEnumerable<(string Name, Func<SessionCommit> Commit)> Samples()
    {
        yield return ("a turn", () => Of("hello"));
        yield return ("nothing", () => new SessionCommit());
        yield return ("turns with all that they may have", () => new SessionCommit
        {
            Turns =
            [
                Turn.User("Where is my \"order\"?\\ ☃ {x},NULL") with { Author = "ana", Metadata = new() { ["lang"] = "en" } },
                Turn.Assistant("There.", new Usage { InputTokens = 5, OutputTokens = 7, CachedInputTokens = 2, ReasoningTokens = 1, Cost = 0.00012m })
                    with { Model = "large-1", Latency = TimeSpan.FromMilliseconds(1_234), Intent = new IntentResult("order_status", 0.9) },
                Turn.Assistant([new ToolUseBlock("t1", "find", JsonElement.Parse("""{"b":1,"a":1.10}"""))]),
                Turn.Tool(new ToolResultBlock("t1", JsonElement.Parse("""{"b":1,"a":1.10}"""))),
            ],
        });
        yield return ("usage of its own", () => new SessionCommit { Usage = new() { InputTokens = 3, Cost = 1.5m } });
        yield return ("a phase", () => new SessionCommit { Phase = "answering", Turns = [Turn.User("on")] });
        yield return ("state", () => new SessionCommit { IntentsSeen = [new("i")], CapturedData = { ["a"] = 1 }, Turns = [Turn.User("s")] });
        yield return ("status and title", () => new SessionCommit { Status = SessionStatus.Paused, Title = "later", Metadata = { ["m"] = 1 } });
    }

    /// <summary>All of a turn but its time.</summary>
    private static string TextOf(Turn turn) => JsonSerializer.Serialize(turn with { CreatedAt = null });

    private static SessionCommit Of(params string[] texts) => new() { Turns = [.. texts.Select(text => Turn.User(text))] };

    private Task<Session> CreateAsync(string kind = "") =>
        fixture.Sessions.CreateAsync(_scope, new NewSession(kind == "a phase" ? AgentKitFixture.PhasedAgent : AgentKitFixture.Agent));
}
