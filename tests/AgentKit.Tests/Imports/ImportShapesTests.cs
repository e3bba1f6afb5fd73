using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Imports;

/// <summary>Rows as they are found in the wild: times since 1970, empty lists for objects, calls of OpenAI, names that are alike, orphans.</summary>
public class ImportShapesTests
{
    private const string Workspace = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Variables = "-v workspace=acme -v agent=support";

    private static readonly AgentScope Acme = AgentScope.ForService("acme");
    private static readonly AgentScope First = AgentScope.ForService(Workspace);

    [Fact]
    public async Task Import_OfStateInOtherShapes_IsReadByTheLibrary()
    {
        await using var database = await ImportedDatabase.FillAsync("agent_sessions");
        await database.ChangeAsync(
            """
            UPDATE source.agent_session_state SET
                intents_seen = '[{"name": "seconds", "seen_at": 1736496001}, {"name": "milliseconds", "seen_at": "1736496001500"},
                    {"name": "never", "seen_at": "soon"}, {"name": "impossible", "seen_at": "2025-99-01"}, null, {"confidence": 1}, ""]',
                templates_sent = '[{"template": "welcome", "at": 1736496001.25}]',
                captured_data = '[]',
                data = '"{\"retries\": 2}"'
            """);
        await database.ChangeAsync("UPDATE source.agent_sessions SET metadata = 'null' WHERE phase IS NULL");
        await database.ChangeAsync(
            """
            INSERT INTO source.agent_session_state
            SELECT id, workspace_id, 'null', NULL, 'null', '[1]' FROM source.agent_sessions WHERE status = 'completed'
            """);

        await database.ImportAsync("");

        var sessions = await database.SessionsAsync(First);
        var state = (await database.Sessions.GetSnapshotAsync(First, sessions[1].Id)).State;
        state.IntentsSeen.Should().Equal(
            new IntentSeen("seconds", SeenAt: new DateTimeOffset(2025, 1, 10, 8, 0, 1, TimeSpan.Zero)),
            new IntentSeen("milliseconds", SeenAt: new DateTimeOffset(2025, 1, 10, 8, 0, 1, 500, TimeSpan.Zero)),
            new IntentSeen("never"),
            new IntentSeen("impossible"));
        state.TemplatesSent.Should().Equal(new TemplateSent("welcome", new DateTimeOffset(2025, 1, 10, 8, 0, 1, 250, TimeSpan.Zero)));
        (state.CapturedData.Count, state.Data["retries"]!.GetValue<int>()).Should().Be((0, 2));
        var other = (await database.Sessions.GetSnapshotAsync(First, sessions[0].Id)).State;
        (other.IntentsSeen.Count, other.CapturedData.Count, other.Data["value"]![0]!.GetValue<int>()).Should().Be((0, 0, 1));
    }

    [Fact]
    public async Task Import_OfCallsInTheShapeOfOpenAI_KeepsNamesAndArguments()
    {
        await using var database = await ImportedDatabase.FillAsync("agent_sessions");
        await database.ChangeAsync(
            """
            UPDATE source.agent_turns SET tool_calls = '[
                {"id": "c1", "type": "function", "function": {"name": "find_order", "arguments": "{\"id\": \"A-1\"}"}, "output": {"status": "sent"}},
                {"id": "c2", "type": "function", "function": {"name": "notify", "arguments": "not json"}}]'
            WHERE role = 'assistant'
            """);
        await database.ChangeAsync("UPDATE source.agent_turns SET role = 'tool', content = '\"an answer\"' WHERE turn_number = 5");

        await database.ImportAsync("");

        var turns = await database.Sessions.GetTurnsAsync(First, (await database.SessionsAsync(First))[1].Id);
        turns[1].Content.Cast<ToolUseBlock>().Select(use => (use.Id, use.Name, use.Input.ToString())).Should().Equal(
            ("c1", "find_order", """{"id": "A-1"}"""), ("c2", "notify", "not json"));
        turns[2].Content.Cast<ToolResultBlock>().Single().Output.GetProperty("status").GetString().Should().Be("sent");
        (turns[4].Role, turns[4].Text).Should().Be((TurnRole.System, "an answer"), "it answers no call");
    }

    [Fact]
    public async Task Import_OfAgentIdsThatCannotBeOnes_MakesThemSlugsAndKeepsWhatTheyWere()
    {
        await using var database = await ImportedDatabase.FillAsync("agent_sessions");
        await database.ChangeAsync("UPDATE source.agent_sessions SET agent_id = 'Support Desk (EU)' WHERE status = 'completed'");

        await database.ImportAsync("");

        var sessions = await database.SessionsAsync(First);
        (sessions[0].AgentId, sessions[0].Metadata["source_agent_id"]!.GetValue<string>()).Should().Be(("support-desk-eu", "Support Desk (EU)"));
        (sessions[1].AgentId, sessions[1].Metadata.ContainsKey("source_agent_id")).Should().Be(("support", false));
    }

    [Fact]
    public async Task Import_OfAgentsWhoseNamesAreAlike_KeepsThemApart()
    {
        await using var database = await ImportedDatabase.FillAsync("runner");
        await database.ChangeAsync("INSERT INTO source.agents VALUES (3, 'order desk!', 'Another.', NULL, '2024-12-02Z'), (4, NULL, '', NULL, '2024-12-02Z')");
        await database.ChangeAsync("UPDATE source.sessions SET active_agent_id = 3 WHERE id = 2");

        await database.ImportAsync(Variables);
        await database.ImportAsync(Variables);

        var agents = await database.Get<IAgentRegistry>().ListAsync(Acme);
        var other = agents.Single(agent => agent.Definition.Instructions == "Another.").Definition;
        agents.Should().Contain(agent => agent.Definition.Id == "order-desk" && agent.Definition.Instructions == "Help.");
        (other.Id, other.Name).Should().Be(("order-desk-4e074085", "order desk!"));
        (await database.SessionsAsync(Acme)).Single(session => session.Title == "Nobody").AgentId.Should().Be(other.Id);
    }

    [Fact]
    public async Task Import_OfWhatWasNumberedInOneMoment_KeepsItsOrder()
    {
        await using var runner = await ImportedDatabase.CreateAsync("runner", Variables);
        await using var workflow = await ImportedDatabase.CreateAsync("workflow_sessions", "-v workspace=acme -v agent=builder");

        var session = (await runner.SessionsAsync(Acme)).Single(s => s.Title == "An order");
        var calls = await runner.Get<IToolRunLog>().ReplayAsync(Acme, session.Id).ToListAsync();
        var events = await workflow.Get<IEventLog>().StreamAsync(Acme).ToListAsync();

        calls.Take(30).Select(run => run.Input.GetProperty("n").GetInt32()).Should().Equal(Enumerable.Range(1, 30));
        events.Skip(1).Take(20).Select(item => item.Payload!.Value.GetProperty("n").GetInt32()).Should().Equal(Enumerable.Range(1, 20));
    }

    [Fact]
    public async Task Import_OfOrphans_SaysHowManyAreLeftOut()
    {
        await using var database = await ImportedDatabase.FillAsync("assistant");
        await database.ChangeAsync(
            """
            INSERT INTO source.ai_task_steps (id, task_id, step_order, title, status)
            SELECT gen_random_uuid(), gen_random_uuid(), 1, 'Lost', 'pending' FROM generate_series(1, 3)
            """);

        var output = await database.ImportAsync(Variables);

        output.Should().MatchRegex(@"left out \|\s+because").And.MatchRegex(@"3 \| steps without their task").And.NotContain("messages without");
    }

    [Fact]
    public async Task Import_OfATaskWhoseStatusDoesNotFollowFromItsSteps_TakesEverythingBack()
    {
        await using var database = await ImportedDatabase.FillAsync("assistant");
        await database.ChangeAsync(
            """
            CREATE FUNCTION source.spoil() RETURNS trigger LANGUAGE plpgsql
            AS $$BEGIN NEW.status := 'pending'; NEW.completed_at := NULL; RETURN NEW; END$$
            """);
        await database.ChangeAsync("GRANT USAGE ON SCHEMA source TO PUBLIC");
        await database.ChangeAsync("CREATE TRIGGER spoil BEFORE INSERT ON agentkit.tasks FOR EACH ROW EXECUTE FUNCTION source.spoil()");

        var importing = () => database.ImportAsync(Variables);

        (await importing.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*the status of a task follows from its steps*");
        (await database.SessionsAsync(Acme)).Should().BeEmpty();
    }
}
