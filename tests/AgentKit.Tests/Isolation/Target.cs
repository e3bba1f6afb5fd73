using System.Text.Json;
using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Isolation;

/// <summary>One user's session with everything in it, and those who must not get at it.</summary>
internal sealed class Target
{
    private Target(AgentKitFixture fixture, string workspace)
    {
        Fixture = fixture;
        Owner = AgentScope.ForUser(workspace, "owner");
        OtherUser = AgentScope.ForUser(workspace, "other");
        Admin = AgentScope.ForAdmin(workspace, "admin");
        Service = AgentScope.ForService(workspace);
        OtherWorkspace = AgentScope.ForService(AgentKitFixture.NewWorkspace());
        Namesake = AgentScope.ForUser(OtherWorkspace.WorkspaceId, "owner");
    }

    public AgentKitFixture Fixture { get; }

    public ISessionStore Sessions => Fixture.Sessions;

    public IToolRunLog ToolRuns => Fixture.Get<IToolRunLog>();

    public IRunStore Runs => Fixture.Get<IRunStore>();

    public IBudgetStore Budgets => Fixture.Get<IBudgetStore>();

    public IChangeFeed Changes => Fixture.Get<IChangeFeed>();

    public ITaskStore Tasks => Fixture.Get<ITaskStore>();

    public IWorkflowFiles Workflows => Fixture.Get<IWorkflowFiles>();

    public IPersonalData PersonalData => Fixture.Get<IPersonalData>();

    public IRetention Retention => Fixture.Get<IRetention>();

    public IAccessLog AccessLog => Fixture.Get<IAccessLog>();

    public IAgentRegistry Agents => Fixture.Get<IAgentRegistry>();

    public IPreferenceStore Preferences => Fixture.Get<IPreferenceStore>();

    public IEventLog Events => Fixture.Get<IEventLog>();

    public IEventBuffer EventBuffer => Fixture.Get<IEventBuffer>();

    public AgentScope Owner { get; }

    public AgentScope OtherUser { get; }

    public AgentScope Admin { get; }

    public AgentScope Service { get; }

    public AgentScope OtherWorkspace { get; }

    /// <summary>A user of the other workspace who has the same id there as the owner has here.</summary>
    public AgentScope Namesake { get; }

    public Session Session { get; private set; } = null!;

    public ToolRun ToolRun { get; private set; } = null!;

    /// <summary>Its worker holds it; the other one is its child.</summary>
    public Run Run { get; private set; } = null!;

    /// <summary>Its worker, an agent runner, has died while it asked its model, and its lease has expired.</summary>
    public Run AbandonedRun { get; private set; } = null!;

    /// <summary>Ten tokens of the thousand that the budget of the session has.</summary>
    public Reservation Reservation { get; private set; } = null!;

    /// <summary>Somebody holds it, its first step has begun, and its deadline has passed.</summary>
    public ClaimedTask Held { get; private set; } = null!;

    /// <summary>Somebody holds it, and has not begun yet.</summary>
    public ClaimedTask Claimed { get; private set; } = null!;

    public AgentTask FreeTask { get; private set; } = null!;

    public AgentTask WaitingTask { get; private set; } = null!;

    public AgentTask FailedTask { get; private set; } = null!;

    public AgentEvent Event { get; private set; } = null!;

    public static async Task<Target> CreateAsync(AgentKitFixture fixture)
    {
        var target = new Target(fixture, AgentKitFixture.NewWorkspace());
        var created = await target.Sessions.CreateAsync(target.Owner, new NewSession(AgentKitFixture.Agent)
        {
            ConversationKey = "key",
            Slug = "slug",
            WorkingDirectory = Path.Join(Path.GetTempPath(), $"agentkit-tests-{target.Owner.WorkspaceId}"),
        });
        target.Session = await target.Sessions.CommitAsync(target.Owner, created, new SessionCommit
        {
            Turns = [Turn.User("secret"), Turn.User("taken back")],
            CapturedData = { ["a"] = "secret" },
        });
        target.Session = await target.Sessions.CommitAsync(target.Owner, target.Session, new SessionCommit
        {
            RewindTo = 1,
            Turns = [Turn.Assistant([new ToolUseBlock("t", "tool", JsonElement.Parse("{}"))])],
            Summary = new SessionSummary(1, Turn.System("secret")),
        });
        target.ToolRun = await target.ToolRuns.StartAsync(
            target.Owner, new NewToolRun(created.Id, "tool", JsonElement.Parse("\"secret\"")));
        await target.AddRunsAsync();
        await target.AddTasksAsync();
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            INSERT INTO agentkit.access_log (access_id, read_at, workspace_id, user_id, operation)
            VALUES ('{Guid.CreateVersion7()}', now(), '{target.Owner.WorkspaceId}', 'admin', 'secret')
            """);
        await target.Agents.RegisterAsync(target.Service, new AgentDefinition("own", "Own") { Tools = ["tool", "look"] });
        target.Event = await target.Events.AppendAsync(
            target.Owner,
            new NewEvent(EventCategory.Hook, "secret") { SessionId = created.Id, Payload = JsonElement.Parse("\"secret\"") });
        await target.PersonalData.EraseSessionAsync(
            target.Owner, (await target.Sessions.CreateAsync(target.Owner, new NewSession(AgentKitFixture.Agent))).Id);
        await target.Preferences.UpdateAsync(target.Owner, new PreferenceChange { ResponseStyle = "secret" });
        await target.Preferences.UpdateDefaultsAsync(target.Service, new PreferenceChange { Locale = "es-CO" });
        return target;
    }

    private async Task AddRunsAsync()
    {
        Run = await Runs.StartAsync(Owner, new NewRun(Session.Id));
        AbandonedRun = await Runs.StartAsync(Owner, new NewRun(Session.Id)
        {
            ParentRunId = Run.Id,
            ProviderSessionId = "secret",
            Metadata = RunMark.Of([], []),
            Checkpoint = Checkpoint.Of(Turn.User("secret")),
        });
        await Fixture.ExpireAsync(AbandonedRun.Id);
        await Budgets.SetAsync(Service, BudgetSubject.Session(Session.Id), new BudgetLimit(1_000));
        Reservation = await Budgets.ReserveAsync(Owner, new NewReservation(Session.Id) { Tokens = 10 });
    }

    private async Task AddTasksAsync()
    {
        var failed = await ClaimNewAsync(NewTask("failed"));
        await Tasks.StartStepAsync(Owner, failed.Lease, 1);
        FailedTask = await Tasks.FailStepAsync(Owner, failed.Lease, 1, "secret");

        Held = await ClaimNewAsync(NewTask("held", new NewTaskStep("second")) with { DueAt = DateTimeOffset.UnixEpoch });
        await Tasks.StartStepAsync(Owner, Held.Lease, 1);

        Claimed = await ClaimNewAsync(NewTask("claimed"));
        FreeTask = await Tasks.CreateAsync(Owner, NewTask("free"));
        WaitingTask = await Tasks.CreateAsync(Owner, new NewTask("waiting", [new("decide") { RequiresApproval = true }]));
    }

    private NewTask NewTask(string title, params NewTaskStep[] more) => new(title, [new("first"), .. more]) { SessionId = Session.Id };

    private async Task<ClaimedTask> ClaimNewAsync(NewTask task)
    {
        await Tasks.CreateAsync(Owner, task);
        return (await Tasks.ClaimAsync(Owner, new NewClaim("worker", TimeSpan.FromHours(1)) { TaskId = task.Id }))!;
    }

    /// <summary>
    /// All of the owner's rows in all tables, and the workspace's in those that it shares, as the superuser sees them.
    /// </summary>
    public Task<IReadOnlyDictionary<string, string>> DumpAsync() =>
        TableContents.ReadAsync(Fixture.Database.AdminConnectionString, Owner.WorkspaceId, Owner.UserId!);
}
