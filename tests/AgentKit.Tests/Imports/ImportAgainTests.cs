using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Imports;

/// <summary>A way in that is taken again, from a source that has changed in between.</summary>
public class ImportAgainTests
{
    private const string Variables = "-v workspace=acme -v agent=support";

    private static readonly AgentScope Acme = AgentScope.ForService("acme");

    [Fact]
    public async Task Import_WhereRowsOfTheSameTimeWentAndCame_DoublesNothing()
    {
        await using var database = await ImportedDatabase.FillAsync("session_manager");
        await database.ChangeAsync("UPDATE source.sessions SET created_at = '2025-02-02 10:00Z'");
        await database.ImportAsync(Variables);
        var before = await database.SessionsAsync(Acme);
        await database.ChangeAsync("DELETE FROM source.sessions WHERE id = 2");
        await database.ChangeAsync("INSERT INTO source.sessions (id, agent_id, status, created_at) VALUES (0, 'support', 'active', '2025-02-02 10:00Z')");

        await database.ImportAsync(Variables);

        var after = await database.SessionsAsync(Acme);
        before.Should().HaveCount(3).And.OnlyContain(session => session.Id.Version == 7);
        after.Select(SourceId).Should().BeEquivalentTo("0", "1", "2", "3");
        after.Where(session => SourceId(session) != "0").Select(session => session.Id).Should().BeEquivalentTo(before.Select(session => session.Id));
    }

    [Fact]
    public async Task Import_OfARunThatStartedMeanwhile_LeavesTheOneThatIsThere()
    {
        await using var database = await ImportedDatabase.FillAsync("workflow_sessions");
        await database.ChangeAsync("UPDATE source.agent_runs SET status = 'pending', started_at = NULL WHERE agent_type = 'builder'");
        await database.ImportAsync(Variables);
        await database.ChangeAsync("UPDATE source.agent_runs SET status = 'running', started_at = '2025-05-01 10:20Z' WHERE agent_type = 'builder'");

        await database.ImportAsync(Variables);

        var runs = (await database.Get<IRunStore>().ListAsync(Acme)).Items;
        runs.Should().HaveCount(3);
        runs.Single(run => run.AgentType == "builder").Status.Should().Be(RunStatus.Pending);
    }

    [Fact]
    public async Task Import_OfATaskThatGotASecondStep_LeavesTheOneThatIsThere()
    {
        await using var database = await ImportedDatabase.CreateAsync("assistant", Variables);
        var before = await database.ContentsAsync();
        await database.ChangeAsync(
            """
            INSERT INTO source.ai_task_steps (id, task_id, step_order, title, status)
            SELECT gen_random_uuid(), id, 99, 'Late', 'pending' FROM source.ai_tasks WHERE title = 'Done'
            """);

        await database.ImportAsync(Variables);

        (await database.ContentsAsync()).Should().Be(before);
    }

    [Fact]
    public async Task Import_OfMessagesWithNumbersForIds_KeepsTheCallsOfTools()
    {
        await using var database = await ImportedDatabase.FillAsync("assistant");
        await database.ChangeAsync("ALTER TABLE source.ai_messages ALTER COLUMN id TYPE bigint USING right(id::text, 3)::bigint");

        await database.ImportAsync(Variables);

        var session = (await database.SessionsAsync(AgentScope.ForUser("acme", "u-1"))).Single();
        var turns = await database.Sessions.GetTurnsAsync(Acme, session.Id);
        turns[1].Content.OfType<ToolUseBlock>().Single().Id.Should().Be("2");
        turns[2].Content.OfType<ToolResultBlock>().Single().ToolUseId.Should().Be("2");
    }

    [Fact]
    public async Task Import_OfSessionsWithoutAnAgent_GivesThemTheOneThatWasNamed()
    {
        await using var database = await ImportedDatabase.FillAsync("session_manager");
        await database.ChangeAsync("UPDATE source.sessions SET agent_id = NULL WHERE id = 1");
        await database.ChangeAsync("UPDATE source.sessions SET agent_id = 'team_a.sales' WHERE id = 2");

        await database.ImportAsync("-v workspace=acme -v agent=fallback");

        (await database.SessionsAsync(Acme)).Select(session => (SourceId(session), session.AgentId))
            .Should().BeEquivalentTo([("1", "fallback"), ("2", "team_a.sales"), ("3", "support")]);
    }

    private static string SourceId(Session session) => session.Metadata["source_id"]!.GetValue<string>();
}
