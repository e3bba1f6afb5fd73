using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Imports;

/// <summary><c>sql/import/assistant.sql</c>: an assistant with approvals.</summary>
public class AssistantImportTests
{
    private static readonly AgentScope Acme = AgentScope.ForService("acme");
    private static readonly AgentScope First = AgentScope.ForUser("acme", "u-1");

    [Fact]
    public async Task Import_SessionsAndMessages_AreThoseOfTheirUser()
    {
        await using var database = await ImportedDatabase.CreateAsync("assistant", "-v agent=assistant");

        var session = (await database.SessionsAsync(First)).Should().ContainSingle().Subject;
        session.Should().Match<Session>(s => s.Title == "Survey" && s.AgentId == "assistant" && s.InputTokens == 9 && s.OutputTokens == 11);
        session.Metadata["origin"]!.GetValue<string>().Should().Be("web");
        (await database.SessionsAsync(Acme)).Should().Contain(s => s.UserId == "u-2" && s.Status == SessionStatus.Archived);
        var turns = await database.Sessions.GetTurnsAsync(First, session.Id);
        turns.Select(turn => turn.Role).Should().Equal(TurnRole.User, TurnRole.Assistant, TurnRole.Tool, TurnRole.Assistant);
        turns[1].Content.OfType<ToolUseBlock>().Single().Name.Should().Be("get_survey_progress");
        turns[2].Content.OfType<ToolResultBlock>().Single().Output.GetProperty("done").GetDouble().Should().Be(0.4);
        turns[1].Latency.Should().Be(TimeSpan.FromMilliseconds(20));
        (await database.GoesOnAsync(First, session)).TurnCount.Should().Be(5);
    }

    [Fact]
    public async Task Import_ToolRuns_AreTheAudit()
    {
        await using var database = await ImportedDatabase.CreateAsync("assistant", "-v agent=assistant");
        var log = database.Get<IToolRunLog>();

        var runs = (await log.ListAsync(First)).Items;

        runs.Select(run => (run.ToolName, run.Status)).Should().BeEquivalentTo(
        [
            ("get_survey_progress", ToolRunStatus.Succeeded), ("send_mail", ToolRunStatus.Failed), ("export", ToolRunStatus.Running),
        ]);
        runs.Single(run => run.ToolName == "send_mail").Error.Should().Be(new ToolError("error", "no address"));
        runs.Single(run => run.ToolName == "get_survey_progress").Duration.Should().Be(TimeSpan.FromMilliseconds(20));
        (await log.SweepAsync(Acme, TimeSpan.FromHours(1))).Should().ContainSingle().Which.ToolName.Should().Be("export");
    }

    [Fact]
    public async Task Import_Tasks_AreInTheInboxAndCanBeDecided()
    {
        await using var database = await ImportedDatabase.CreateAsync("assistant", "-v agent=assistant");
        var tasks = database.Get<ITaskStore>();

        var waiting = (await tasks.ListPendingApprovalsAsync(Acme)).Items.Should().ContainSingle().Subject;
        waiting.Should().Match<PendingApproval>(w => w.TaskTitle == "Remind" && w.StepNumber == 2 && w.ToolName == "send_mail" && w.UserId == "u-1");
        var approved = await tasks.ApproveAsync(Acme, waiting.TaskId, 2, new NewDecision { Approver = "boss" });
        var claim = (await tasks.ClaimAsync(Acme, new NewClaim("w-1", TimeSpan.FromMinutes(1)) { TaskId = waiting.TaskId }))!;
        await tasks.StartStepAsync(Acme, claim.Lease, 2);
        var done = await tasks.CompleteStepAsync(Acme, claim.Lease, 2);

        approved.Status.Should().Be(AgentTaskStatus.InProgress);
        done.Status.Should().Be(AgentTaskStatus.Completed);
        done.Steps[0].Output!.Value.GetProperty("count").GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task Import_Tasks_HaveTheStatusThatFollowsFromTheirSteps()
    {
        await using var database = await ImportedDatabase.CreateAsync("assistant", "-v agent=assistant");

        var tasks = (await database.Get<ITaskStore>().ListAsync(AgentScope.ForUser("acme", "u-2"))).Items.ToDictionary(task => task.Title);

        tasks["Refused"].Should().Match<AgentTask>(task => task.Status == AgentTaskStatus.Canceled && !task.Steps[0].Decision!.IsApproved);
        tasks["Refused"].Steps[0].Decision!.DecidedBy.Should().Be("boss");
        tasks["Done"].Status.Should().Be(AgentTaskStatus.Completed);
        tasks["Done"].Steps.Select(step => step.RequiresApproval).Should().Equal([true, false], "what was done without an approval required none");
        tasks["Broken"].Should().Match<AgentTask>(task => task.Status == AgentTaskStatus.Failed && task.Steps[0].Status == TaskStepStatus.Failed);
        tasks["One step"].Should().Match<AgentTask>(task => task.Status == AgentTaskStatus.Pending && task.Steps.Count == 1 && task.Priority == 9);
    }

    [Fact]
    public async Task Import_Preferences_AreThoseOfTheirUser()
    {
        await using var database = await ImportedDatabase.CreateAsync("assistant", "-v agent=assistant");
        var store = database.Get<IPreferenceStore>();

        var first = await store.GetAsync(First);
        var second = await store.GetAsync(AgentScope.ForUser("acme", "u-2"));

        (first.Locale, first.ResponseStyle, first.AutoExecuteLevel).Should().Be(("es-CO", "brief", AutoExecuteLevel.AutoLowRisk));
        first.Metadata["theme"]!.GetValue<string>().Should().Be("dark");
        second.Own.AutoExecuteLevel.Should().BeNull("the level of the source is none of AgentKit's");
    }
}
