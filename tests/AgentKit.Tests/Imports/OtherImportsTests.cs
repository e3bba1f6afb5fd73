using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Imports;

/// <summary>The ways in from a session manager, from repositories with a runner, and from workflow sessions.</summary>
public class OtherImportsTests
{
    private static readonly AgentScope Acme = AgentScope.ForService("acme");

    [Fact]
    public async Task SessionManager_Everything_IsReadByTheLibrary()
    {
        await using var database = await ImportedDatabase.CreateAsync("session_manager", "-v workspace=acme");

        var agent = await database.Get<IAgentRegistry>().GetAsync(Acme, "sales-agent");
        (agent.Definition.Name, agent.Definition.Instructions, agent.Definition.Model).Should().Be(("Sales", "Sell.", "model-1"));
        agent.Definition.Tools.Should().Equal("quote", "book");

        var sessions = await database.SessionsAsync(Acme);
        sessions.Should().HaveCount(3).And.OnlyHaveUniqueItems(session => session.Id);
        sessions.Single(session => session.Status == SessionStatus.HandedOff)
            .Should().Match<Session>(s => s.StatusReason == "angry" && s.AssignedTo == "team-a" && s.TurnCount == 0);
        var first = (await database.Sessions.FindByConversationKeyAsync(AgentScope.ForUser("acme", "u-1"), "thread-1", "sales-agent"))!;
        (first.InputTokens, first.OutputTokens, first.TurnCount).Should().Be((12, 5, 3));
        var state = (await database.Sessions.GetSnapshotAsync(Acme, first.Id)).State;
        state.IntentsSeen.Should().Equal(new IntentSeen("price"));
        state.TemplatesSent.Should().Equal(new TemplateSent("hello", new DateTimeOffset(2025, 2, 1, 10, 0, 0, TimeSpan.Zero)));
        (await database.GoesOnAsync(AgentScope.ForUser("acme", "u-1"), first)).Should().Match<Session>(s => s.Version == 3 && s.TurnCount == 4);
    }

    [Fact]
    public async Task Runner_Everything_IsReadByTheLibrary()
    {
        await using var database = await ImportedDatabase.CreateAsync("runner", "-v workspace=acme -v agent=support");

        var agent = await database.Get<IAgentRegistry>().GetAsync(Acme, "order-desk");
        (agent.Definition.Tools, agent.EnabledTools).Should().BeEquivalentTo((new[] { "find_order", "refund" }, new[] { "find_order" }));

        var session = (await database.SessionsAsync(Acme)).Single(s => s.Title == "An order");
        (session.InputTokens, session.OutputTokens, session.Cost, session.TurnCount).Should().Be((157, 20, 0.0020m, 250));
        var turns = await database.Sessions.GetTurnsAsync(Acme, session.Id, limit: 1_000);
        turns.Select(turn => turn.Text).Should().Equal(Enumerable.Range(1, 250).Select(i => $"message {i}"), "those of one moment stay in order");
        turns[1].Author.Should().Be("Order Desk");

        var toolRuns = new List<ToolRun>();
        await foreach (var run in database.Get<IToolRunLog>().ReplayAsync(Acme, session.Id))
        {
            toolRuns.Add(run);
        }

        toolRuns.Take(30).Select(run => run.Input.GetProperty("n").GetInt32()).Should().Equal(Enumerable.Range(1, 30));
        toolRuns[0].Duration.Should().Be(TimeSpan.FromMilliseconds(25));
        toolRuns[30].Error!.Message.Should().Be("not allowed");

        var runs = database.Get<IRunStore>();
        (await runs.ListAsync(Acme, new RunFilter { SessionId = session.Id })).Items.Select(run => run.Status)
            .Should().BeEquivalentTo([RunStatus.Completed, RunStatus.Failed, RunStatus.Running]);
        var abandoned = (await runs.FindAbandonedAsync(Acme)).Should().ContainSingle().Subject;
        var taken = await runs.TakeOverAsync(Acme, abandoned.Id);
        (await runs.CompleteAsync(Acme, taken.Lease)).Status.Should().Be(RunStatus.Completed);
        await database.GoesOnAsync(Acme, session);
    }

    [Fact]
    public async Task WorkflowSessions_Everything_IsReadByTheLibrary()
    {
        await using var database = await ImportedDatabase.CreateAsync("workflow_sessions", "-v workspace=acme -v agent=builder");

        var session = (await database.Sessions.FindBySlugAsync(Acme, "add-login"))!;
        session.Should().Match<Session>(s => s.Kind == "full" && s.Phase == "build" && s.WorkingDirectory == "/work/login" && s.Cost == 1.25m);
        (session.InputTokens, session.OutputTokens).Should().Be((1500, 300));
        (await database.Sessions.FindBySlugAsync(Acme, "find-out"))!
            .Should().Match<Session>(s => s.Kind == "research" && s.Status == SessionStatus.Closed && s.Cost == 0.5m);

        var runs = database.Get<IRunStore>();
        var resumable = (await runs.FindResumableAsync(Acme, session.Id, "builder"))!;
        (resumable.ProviderSessionId, resumable.Checkpoint!.Value.GetProperty("step").GetInt32()).Should().Be(("prov-2", 1));
        (await runs.GetAsync(Acme, resumable.ParentRunId!.Value)).Should().Match<Run>(run => run.ModelAlias == "large" && run.AgentType == "planner");

        var events = new List<AgentEvent>();
        await foreach (var item in database.Get<IEventLog>().StreamAsync(Acme))
        {
            events.Add(item);
        }

        events.Should().HaveCount(22);
        events[0].Should().Match<AgentEvent>(item => item.SessionId == null && item.Category == EventCategory.Hook);
        events.Skip(1).Take(20).Select(item => item.Payload!.Value.GetProperty("n").GetInt32()).Should().Equal(Enumerable.Range(1, 20));
        events[21].Category.Should().Be(EventCategory.Phase);

        (await database.Sessions.CommitAsync(Acme, session, new SessionCommit { Phase = "docs" })).Phase.Should().Be("docs");
    }

    [Theory]
    [InlineData("session_manager")]
    [InlineData("assistant")]
    [InlineData("runner")]
    [InlineData("workflow_sessions")]
    public async Task Import_Again_ChangesNothing(string name)
    {
        await using var database = await ImportedDatabase.CreateAsync(name, "-v workspace=acme -v agent=support");
        var before = await database.ContentsAsync();

        await database.ImportAsync("-v workspace=acme -v agent=support");

        (await database.ContentsAsync()).Should().Be(before);
    }
}
