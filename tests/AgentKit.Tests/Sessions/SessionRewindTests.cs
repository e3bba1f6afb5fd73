using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionRewindTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task CommitAsync_RewindAndTurns_EditsAndRegeneratesInOneCommit()
    {
        var session = await CreateAsync("a", "b", "c", "d");

        var after = await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            RewindTo = 2,
            Turns = [Turn.User("c, edited"), Turn.Assistant("d, again")],
            CapturedData = { ["edits"] = 1 },
        });

        after.Should().BeEquivalentTo(new { Version = 3L, TurnCount = 4L });
        (await TurnsAsync(session)).Should().Equal((1, 2, "a"), (2, 2, "b"), (3, 3, "c, edited"), (4, 3, "d, again"));
        (await ArchiveAsync(session)).Should().Equal((3, 3, "c"), (4, 3, "d"));
        (await _sessions.GetSnapshotAsync(_scope, session.Id)).Session.TurnCount.Should().Be(4);
    }

    [Fact]
    public async Task RewindAsync_ToATurn_KeepsWhatWasTakenBackAsItWas()
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var turn = Turn.Assistant(
            [new TextBlock("“é” 👩‍👩‍👧"), new OtherBlock("thinking", System.Text.Json.JsonElement.Parse("""{"type":"thinking","n":1.10}"""))],
            new Usage { InputTokens = 3, OutputTokens = 2, CachedInputTokens = 1, ReasoningTokens = 1, Cost = 0.25m }) with
        {
            Author = "a",
            Model = "m",
            Intent = new IntentResult("refund", 0.5, []),
            Latency = TimeSpan.FromMilliseconds(7),
            CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Metadata = new() { ["z"] = 1, ["a"] = 2 },
        };
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [turn] });
        var stored = (await _sessions.GetTurnsAsync(_scope, session.Id)).Single();

        var after = await _sessions.RewindAsync(_scope, session, 0);

        after.Should().BeEquivalentTo(new { Version = 3L, TurnCount = 0L, InputTokens = 3L, OutputTokens = 2L, Cost = 0.25m });
        (await _sessions.GetTurnsAsync(_scope, session.Id)).Should().BeEmpty();
        var archived = (await _sessions.GetArchivedTurnsAsync(_scope, session.Id)).Single();
        archived.ArchivedVersion.Should().Be(3);
        archived.ArchivedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        archived.Turn.Should().Be(stored with { Content = archived.Turn.Content, Metadata = archived.Turn.Metadata, Intent = archived.Turn.Intent });
        archived.Turn.Content.Should().Equal(turn.Content);
        archived.Turn.Intent.Should().BeEquivalentTo(stored.Intent);
        archived.Turn.Metadata!.ToJsonString().Should().Be("""{"z":1,"a":2}""");
    }

    [Fact]
    public async Task PopLastTurnAsync_UntilNoneIsLeft_ThenThrows()
    {
        var session = await CreateAsync("a", "b");

        session = await _sessions.PopLastTurnAsync(_scope, session);
        (await TurnsAsync(session)).Should().Equal((1, 2, "a"));
        session = await _sessions.PopLastTurnAsync(_scope, session);

        session.Should().BeEquivalentTo(new { Version = 4L, TurnCount = 0L });
        (await ArchiveAsync(session)).Should().Equal((2, 3, "b"), (1, 4, "a"));
        await _sessions.Awaiting(s => s.PopLastTurnAsync(_scope, session)).Should().ThrowAsync<TurnNotFoundException>();
    }

    [Fact]
    public async Task RewindAsync_ToTheLastTurn_IsACommitThatTakesNothingBack()
    {
        var session = await CreateAsync("a");

        var after = await _sessions.RewindAsync(_scope, session, 1);

        after.Should().BeEquivalentTo(new { Version = 3L, TurnCount = 1L });
        (await ArchiveAsync(session)).Should().BeEmpty();
    }

    [Fact]
    public async Task CommitAsync_TurnsTakenBackAndAppendedAgain_AreNotCountedTwice()
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns = [Turn.User("a"), Turn.Assistant("b", new Usage { InputTokens = 10, OutputTokens = 5, Cost = 1 })],
        });
        var turns = await _sessions.GetTurnsAsync(_scope, session.Id);

        var after = await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            RewindTo = 0,
            Turns = [Turn.Assistant("first", new Usage { InputTokens = 1 }), .. turns],
        });

        after.Should().BeEquivalentTo(new { TurnCount = 3L, InputTokens = 11L, OutputTokens = 5L, Cost = 1m });
        var again = (await _sessions.GetTurnsAsync(_scope, session.Id))[2];
        again.Should().BeEquivalentTo(new { Number = 3L, Version = 3L, turns[1].Usage, turns[1].CreatedAt });
    }

    [Fact]
    public async Task CommitAsync_StaleVersion_TakesNothingBack()
    {
        var session = await CreateAsync("a", "b");
        await _sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("c")] });

        await _sessions.Awaiting(s => s.RewindAsync(_scope, session, 0)).Should().ThrowAsync<VersionConflictException>();

        (await TurnsAsync(session)).Should().HaveCount(3);
        (await ArchiveAsync(session)).Should().BeEmpty();
        (await _sessions.GetAsync(_scope, session.Id)).TurnCount.Should().Be(3);
    }

    [Fact]
    public async Task CommitAsync_ClosedSession_TakesNothingBackUnlessItReopens()
    {
        var session = await CreateAsync("a", "b");
        session = await _sessions.CloseAsync(_scope, session.Id);

        await _sessions.Awaiting(s => s.RewindAsync(_scope, session, 0)).Should().ThrowAsync<InvalidSessionStateException>();
        (await TurnsAsync(session)).Should().HaveCount(2);

        var reopened = await _sessions.CommitAsync(_scope, session, new SessionCommit { RewindTo = 1, Status = SessionStatus.Active });
        reopened.Should().BeEquivalentTo(new { Status = SessionStatus.Active, TurnCount = 1L });
    }

    [Fact]
    public async Task CommitAsync_OldRewindAgain_ReturnsItsResultAndWritesNothing()
    {
        var session = await CreateAsync("a", "b", "c");
        var operation = new SessionCommit { RewindTo = 3, Turns = [Turn.User("d")] };
        var original = await _sessions.CommitAsync(_scope, session, operation);
        var latest = await _sessions.RewindAsync(_scope, original, 1);

        // As the caller knew it, and as one that was reloaded after a crash and has fewer turns than the operation names.
        foreach (var known in new[] { session, original, latest })
        {
            (await _sessions.CommitAsync(_scope, known, operation)).Should().BeEquivalentTo(original, options => options.Excluding(s => s.Metadata));
        }

        (await TurnsAsync(session)).Should().Equal((1, 2, "a"));
        (await ArchiveAsync(session)).Should().Equal((2, 4, "b"), (3, 4, "c"), (4, 4, "d"));
    }

    [Fact]
    public async Task CommitAsync_SameRewindSixteenTimesAtOnce_IsAppliedOnce()
    {
        var session = await CreateAsync("a", "b", "c");
        var operation = new SessionCommit { RewindTo = 1, Turns = [Turn.User("b, edited")] };

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _sessions.CommitAsync(_scope, session, operation)));

        results.Should().OnlyContain(after => after.Version == 3 && after.TurnCount == 2);
        (await TurnsAsync(session)).Should().Equal((1, 2, "a"), (2, 3, "b, edited"));
        (await ArchiveAsync(session)).Should().Equal((2, 3, "b"), (3, 3, "c"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public async Task UpdateAsync_DecisionThatRewinds_IsAppliedWithOrWithoutTheLock(int conflictsBeforeLock)
    {
        await using var provider = fixture.CreateProvider(options => options.Resilience.ConflictsBeforeLock = conflictsBeforeLock);
        var session = await CreateAsync("a", "b", "c");

        var after = await ((ISessionStore)provider.GetService(typeof(ISessionStore))!).UpdateAsync(
            _scope, session.Id, current => new SessionCommit { RewindTo = current.Session.TurnCount - 1, Turns = [Turn.User("c, edited")] });

        after.TurnCount.Should().Be(3);
        (await TurnsAsync(session)).Should().Equal((1, 2, "a"), (2, 2, "b"), (3, 3, "c, edited"));
    }

    [Fact]
    public async Task GetArchivedTurnsAsync_ByPages_GoesOnAfterTheLast()
    {
        var session = await CreateAsync("a", "b", "c", "d", "e");
        session = await _sessions.RewindAsync(_scope, session, 3);
        await _sessions.RewindAsync(_scope, session, 0);

        var read = new List<ArchivedTurn>();
        while (await _sessions.GetArchivedTurnsAsync(_scope, session.Id, read.LastOrDefault(), limit: 2) is { Count: > 0 } page)
        {
            page.Count.Should().BeLessThanOrEqualTo(2);
            read.AddRange(page);
        }

        read.Select(turn => turn.Turn.Text).Should().Equal("d", "e", "a", "b", "c");
    }

    [Fact]
    public async Task CommitAsync_LeaseOfTheRunLost_TakesNothingBack()
    {
        var runs = fixture.Get<IRunStore>();
        var session = await CreateAsync("a", "b");
        var run = await runs.StartAsync(_scope, new NewRun(session.Id) { Worker = "w" });
        await runs.CancelAsync(_scope, run.Id);
        session = await _sessions.GetAsync(_scope, session.Id);
        var commit = new SessionCommit { Run = run.Lease, RewindTo = 0, Turns = [Turn.User("late")], Summary = new(1, Turn.System("s")) };

        await _sessions.Awaiting(s => s.CommitAsync(_scope, session, commit)).Should().ThrowAsync<RunLeaseLostException>();
        await _sessions.Awaiting(s => s.UpdateAsync(_scope, session.Id, _ => commit)).Should().ThrowAsync<RunLeaseLostException>();

        (await TurnsAsync(session)).Select(turn => turn.Text).Should().Equal("a", "b");
        (await ArchiveAsync(session)).Should().BeEmpty();
        (await _sessions.GetAsync(_scope, session.Id)).Should().BeEquivalentTo(new { session.Version, TurnCount = 2L });
    }

    /// <summary>What makes the rewind and the commit one, whatever the commit is refused for: the database itself.</summary>
    [Fact]
    public async Task ArchivedTurn_WithoutItsCommit_IsRefusedAtTheEndOfTheTransaction()
    {
        var session = await CreateAsync("a");
        await using var connection = new NpgsqlConnection(fixture.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var archive = new NpgsqlCommand(
            """
            INSERT INTO agentkit.archived_turns
            SELECT session_id, turn_number, version, 3, created_at, now(), input_tokens, output_tokens, cached_input_tokens, reasoning_tokens,
                has_tool_result, latency_ms, cost, workspace_id, user_id, role, author, model, intent, metadata, content
            FROM agentkit.turns WHERE session_id = $1
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = session.Id } },
        };
        (await archive.ExecuteNonQueryAsync()).Should().Be(1);

        var commit = () => transaction.CommitAsync();

        (await commit.Should().ThrowAsync<PostgresException>()).Which.ConstraintName.Should().Be("archived_turns_commit_fkey");
    }

    [Fact]
    public async Task EraseOfTheSession_WithArchivedTurnsAndSummaries_TakesThemAlong()
    {
        var session = await CreateAsync("a", "b");
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit { RewindTo = 1, Summary = new(1, Turn.System("s")) });

        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"DELETE FROM agentkit.sessions WHERE session_id = '{session.Id}'");

        (await Sql.ScalarAsync<long>(
            fixture.Database.AdminConnectionString,
            $"""
            SELECT (SELECT count(*) FROM agentkit.archived_turns WHERE session_id = '{session.Id}')
                + (SELECT count(*) FROM agentkit.session_summaries WHERE session_id = '{session.Id}')
            """)).Should().Be(0);
    }

    private async Task<Session> CreateAsync(params string[] turns)
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        return await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [.. turns.Select(text => Turn.User(text))] });
    }

    private async Task<IEnumerable<(long Number, long Version, string Text)>> TurnsAsync(Session session) =>
        (await _sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => (turn.Number, turn.Version, turn.Text));

    private async Task<IEnumerable<(long Number, long ArchivedVersion, string Text)>> ArchiveAsync(Session session) =>
        (await _sessions.GetArchivedTurnsAsync(_scope, session.Id)).Select(turn => (turn.Turn.Number, turn.ArchivedVersion, turn.Turn.Text));
}
