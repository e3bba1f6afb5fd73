using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Imports;

/// <summary><c>sql/import/agent_sessions.sql</c>: session tables with optimistic locking.</summary>
public class AgentSessionsImportTests
{
    private const string Name = "agent_sessions";
    private const string First = "aaaaaaaa-0000-4000-8000-000000000001";

    private static AgentScope Service => AgentScope.ForService(First);

    [Fact]
    public async Task Import_Sessions_AreReadByTheLibrary()
    {
        await using var database = await ImportedDatabase.CreateAsync(Name, "");

        var sessions = await database.SessionsAsync(Service);

        var (closed, open) = (sessions[0], sessions[1]);
        closed.Id.Should().Be(Guid.Parse("01945460-8800-7000-8000-000000000002"), "an id that can stay does");
        closed.Should().Match<Session>(s => s.Status == SessionStatus.Closed && s.ClosedAt != null && s.TurnCount == 1 && s.Version == 2);
        open.Id.Version.Should().Be(7);
        open.Should().Match<Session>(s => s.UserId == "bbbbbbbb-0000-4000-8000-000000000001" && s.AgentId == "support" && s.Phase == "answering");
        (open.InputTokens, open.OutputTokens, open.TurnCount).Should().Be((120, 30, 5));
        open.Metadata["channel"]!.GetValue<string>().Should().Be("whatsapp");
        open.Metadata["source_id"]!.GetValue<string>().Should().Be("11111111-1111-4111-8111-111111111111");
        (await database.Sessions.FindByConversationKeyAsync(Service, "+57 300 111", "support"))!.Id.Should().Be(open.Id);
        (await database.Sessions.GetTotalsAsync(Service, open.Id)).Turns.Should().Be(5);
        (await database.SessionsAsync(AgentScope.ForService("aaaaaaaa-0000-4000-8000-000000000002")))
            .Should().ContainSingle().Which.Status.Should().Be(SessionStatus.HandedOff);
    }

    [Fact]
    public async Task Import_Turns_AreNumberedAnewWithCallsBeforeTheirResults()
    {
        await using var database = await ImportedDatabase.CreateAsync(Name, "");
        var session = (await database.SessionsAsync(Service))[1];

        var turns = await database.Sessions.GetTurnsAsync(Service, session.Id);

        turns.Select(turn => (turn.Number, turn.Role)).Should().Equal(
            (1, TurnRole.User), (2, TurnRole.Assistant), (3, TurnRole.Tool), (4, TurnRole.Assistant), (5, TurnRole.User));
        turns[0].Text.Should().Be("Where is my order?");
        turns[0].Intent.Should().BeEquivalentTo(new IntentResult("order_status", 0.97, [new IntentAlternative("refund", 0.2)]));
        turns[1].Content.OfType<ToolUseBlock>().Select(use => (use.Id, use.Name)).Should().Equal(
            ("call_1", "find_order"), ("22222222-0000-4000-8000-000000000002-2", "notify"));
        turns[1].Usage.Should().Be(new Usage { InputTokens = 120, OutputTokens = 30 });
        turns[1].Latency.Should().Be(TimeSpan.FromMilliseconds(850));
        turns[2].Content.OfType<ToolResultBlock>().Select(result => result.IsError).Should().Equal(false, true);
        turns[2].Content.OfType<ToolResultBlock>().First().Output.GetProperty("status").GetString().Should().Be("on its way");
        turns[3].Content.Should().HaveCount(2);
        turns[3].Content[1].Should().BeOfType<OtherBlock>().Which.Type.Should().Be("quick_replies");
        turns[3].Intent.Should().BeNull("one without a name cannot be read");
        turns[4].Content.Should().Equal(new TextBlock(""));
        (await database.Sessions.FindUnansweredToolCallsAsync(Service, session.Id)).Should().BeEmpty();
        (await database.Sessions.GetHistoryAsync(Service, session.Id)).Turns.Should().HaveCount(5);
    }

    [Fact]
    public async Task Import_State_IsReadAndGoesOn()
    {
        await using var database = await ImportedDatabase.CreateAsync(Name, "");
        var session = (await database.SessionsAsync(Service))[1];
        var owner = AgentScope.ForUser(First, session.UserId!);

        await database.Sessions.AddIntentSeenAsync(owner, session.Id, new IntentSeen("refund", 1));
        var state = (await database.Sessions.GetSnapshotAsync(owner, session.Id)).State;

        state.IntentsSeen.Should().Equal(
            new IntentSeen("order_status", 0.97, new DateTimeOffset(2025, 1, 10, 8, 0, 1, TimeSpan.Zero)), new IntentSeen("refund"));
        state.TemplatesSent.Should().Equal(new TemplateSent("welcome"));
        state.CapturedData["order"]!.GetValue<string>().Should().Be("A-1001");
        state.Data["retries"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task Import_Sessions_TakeCommitsPhasesAndReplays()
    {
        await using var database = await ImportedDatabase.CreateAsync(Name, "");
        var session = (await database.SessionsAsync(Service))[1];
        var commit = new SessionCommit { Turns = [Turn.Assistant("Anything else?", new Usage { OutputTokens = 4 })], Phase = "done" };

        var after = await database.Sessions.CommitAsync(Service, session, commit);
        var again = await database.Sessions.CommitAsync(Service, session, commit);

        (after.Version, after.TurnCount, after.OutputTokens, after.Phase).Should().Be((3, 6, 34, "done"));
        again.Should().BeEquivalentTo(after, options => options.Excluding(s => s.Metadata));
        await database.Invoking(d => d.Sessions.CommitAsync(Service, session, new SessionCommit { Title = "stale" }))
            .Should().ThrowAsync<VersionConflictException>();
        await database.Sessions.CloseAsync(Service, session.Id);
        (await database.Sessions.ReopenAsync(Service, (await database.SessionsAsync(Service))[0].Id)).ClosedAt.Should().BeNull();
    }

    [Fact]
    public async Task Import_Sessions_AreInTheChangeFeed()
    {
        await using var database = await ImportedDatabase.CreateAsync(Name, "");
        var session = (await database.SessionsAsync(Service))[1];
        await database.GoesOnAsync(Service, session);
        var feed = database.Get<IChangeFeed>();

        var own = await feed.ReadAsync(Service, session.Id);
        // The feed of a workspace holds back what is newer than the oldest transaction of the whole server, which may be another test's.
        ChangePage page = null!;
        await Eventually.HoldsAsync(async () =>
        {
            page = await feed.ReadAsync(Service, ChangeCursor.Beginning);
            return page.Changes.Any(change => change.SessionId == session.Id && change.Version == own[^1].Version);
        });

        page.Changes.Where(change => change.SessionId == session.Id).Select(change => (change.Version, change.TurnCount))
            .Should().Equal((1, 0), (2, 5), (3, 6), (4, 7));
        own.Select(change => change.Version).Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public async Task Import_Again_ChangesNothingAlsoOfWhatGoesOnHere()
    {
        await using var database = await ImportedDatabase.CreateAsync(Name, "");
        await database.GoesOnAsync(Service, (await database.SessionsAsync(Service))[1]);
        await database.ChangeAsync("UPDATE source.agent_turns SET content = '\"changed\"'");
        await database.ChangeAsync(
            """
            INSERT INTO source.agent_turns (id, session_id, workspace_id, turn_number, role, content, created_at)
            SELECT gen_random_uuid(), session_id, workspace_id, 99, 'user', '"late"', now() FROM source.agent_turns LIMIT 1
            """);
        var before = await database.ContentsAsync();

        var output = await database.ImportAsync("");

        (await database.ContentsAsync()).Should().Be(before);
        output.Should().MatchRegex(@"0 \|\s+3 \|\s+0");
    }

    [Theory]
    [InlineData("UPDATE source.agent_turns SET session_id = gen_random_uuid() WHERE turn_number = 5", "every turn has a session")]
    [InlineData("UPDATE source.agent_turns SET role = 'narrator' WHERE turn_number = 5", "turns_role_check")]
    [InlineData("UPDATE source.agent_sessions SET conversation_id = 'same', status = 'active', workspace_id = 'aaaaaaaa-0000-4000-8000-000000000001', user_id = NULL", "sessions_conversation_key")]
    public async Task Import_OfWhatDoesNotFit_TakesEverythingBack(string spoil, string message)
    {
        await using var database = await ImportedDatabase.FillAsync(Name);
        await database.ChangeAsync(spoil);
        var before = await database.ContentsAsync();

        var importing = () => database.ImportAsync("");

        (await importing.Should().ThrowAsync<InvalidOperationException>()).WithMessage($"*{message}*");
        (await database.ContentsAsync()).Should().Be(before);
        (await Sql.ScalarAsync<long>(
            database.AdminConnectionString,
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'agentkit'::regnamespace AND relrowsecurity AND NOT relforcerowsecurity"))
            .Should().Be(0, "the owner is under the policies again");
    }
}
