using System.Text.Json;
using AgentKit.Tests.Tasks;

namespace AgentKit.Tests.Plans;

/// <summary>What agents do all the time, and what lists, inboxes and sweeps show of it.</summary>
internal static class HotCalls
{
    private static readonly JsonElement Json = JsonElement.Parse("{}");

    private static readonly AgentScope User = AgentScope.ForUser(LargeDatabase.Workspace, LargeDatabase.User);

    private static readonly AgentScope Service = AgentScope.ForService(LargeDatabase.Workspace);

    /// <summary>The calls, each under a name that says what it is.</summary>
    public static IReadOnlyDictionary<string, Func<LargeDatabase, Task>> All { get; } = new Dictionary<string, Func<LargeDatabase, Task>>
    {
        ["commit of a turn"] = d => d.Sessions().UpdateAsync(User, d.SessionId, _ => new SessionCommit { Turns = [Turn.User("hi")] }),
        ["commit of everything"] = d => d.Sessions().UpdateAsync(User, d.SessionId, _ => new SessionCommit
        {
            Turns = [Turn.User("hi")],
            Title = "t",
            IntentsSeen = [new("i", 0.5)],
            CapturedData = { ["k"] = 1 },
            Metadata = { ["m"] = 1 },
            Usage = new() { InputTokens = 1 },
        }),
        ["append"] = d => d.Sessions().AppendAsync(User, d.SessionId, new SessionCommit { Turns = [Turn.User("hi")] }),
        ["commit that is sent again"] = async d =>
        {
            var commit = new SessionCommit { Turns = [Turn.User("hi")] };
            await d.Sessions().AppendAsync(User, d.SessionId, commit);
            await d.Sessions().AppendAsync(User, d.SessionId, commit);
        },
        ["appends, tool runs and events in groups"] = d => Task.WhenAll(d.SessionIds.Select(id => d.WriteAsync(User, id))),
        ["rewind"] = async d => await d.Sessions().PopLastTurnAsync(User, await d.Sessions().GetAsync(User, d.SessionId)),
        ["create a session"] = d => d.Sessions().CreateAsync(User, new NewSession("support") { ConversationKey = Guid.NewGuid().ToString() }),
        ["get a session"] = d => d.Sessions().GetAsync(User, d.SessionId),
        ["get a session, whole workspace"] = d => d.Sessions().GetAsync(Service, d.SessionId),
        ["get a snapshot"] = d => d.Sessions().GetSnapshotAsync(User, d.SessionId),
        ["find by conversation key"] = d => d.Sessions().FindByConversationKeyAsync(User, "key-1000", "support"),
        ["find by conversation key, whole workspace"] = d => d.Sessions().FindByConversationKeyAsync(Service, "key-1000", "support"),
        ["find by slug"] = d => d.Sessions().FindBySlugAsync(User, "slug-1000"),
        ["totals"] = d => d.Sessions().GetTotalsAsync(User, d.SessionId),
        ["a page of turns"] = d => d.Sessions().GetTurnsAsync(User, d.SessionId),
        ["last turns"] = d => d.Sessions().GetLastTurnsAsync(User, d.SessionId, 5),
        ["last turns, whole tool calls"] = d => d.Sessions().GetLastTurnsAsync(User, d.SessionId, 5, wholeToolCalls: true),
        ["history"] = d => d.Sessions().GetHistoryAsync(User, d.SessionId),
        ["unanswered tool calls"] = d => d.Sessions().FindUnansweredToolCallsAsync(User, d.SessionId),
        ["sessions of a user"] = d => d.Sessions().ListAsync(User),
        ["sessions of a user by creation"] = d => d.Sessions().ListAsync(User, new() { Order = SessionOrder.Created }),
        ["sessions of a workspace"] = d => d.Sessions().ListAsync(Service),
        ["sessions of a workspace by creation"] = d => d.Sessions().ListAsync(Service, new() { Order = SessionOrder.Created }),
        ["changes of a session"] = d => d.Get<IChangeFeed>().ReadAsync(User, d.SessionId),
        ["changes of a workspace"] = d => d.Get<IChangeFeed>().ReadAsync(Service),
        ["a tool run"] = async d =>
        {
            var run = await d.ToolRuns().StartAsync(User, new NewToolRun(d.SessionId, "tool-1", Json));
            await d.ToolRuns().SucceedAsync(User, run.Id, Json);
            await d.ToolRuns().GetAsync(User, run.Id);
        },
        ["tool runs of a session"] = d => d.ToolRuns().ListAsync(User, new() { SessionId = d.SessionId }),
        ["tool runs of a tool"] = d => d.ToolRuns().ListAsync(Service, new() { ToolName = "tool-1" }),
        ["tool runs of a workspace"] = d => d.ToolRuns().ListAsync(Service),
        ["a run"] = async d =>
        {
            var run = await d.Runs().StartAsync(User, new NewRun(d.SessionId));
            await d.Runs().RenewAsync(User, run.Lease);
            await d.Runs().AddUsageAsync(User, d.SessionId, run.Id, new Usage { InputTokens = 1 });
            await d.Runs().CompleteAsync(User, run.Lease);
        },
        ["runs of a session"] = d => d.Runs().ListAsync(User, new() { SessionId = d.SessionId }),
        ["abandoned runs"] = d => d.Runs().FindAbandonedAsync(Service),
        ["an event"] = d => d.Get<IEventLog>().AppendAsync(User, new NewEvent(EventCategory.Hook, "type-1") { SessionId = d.SessionId }),
        ["events of a session"] = d => d.Get<IEventLog>().ListAsync(User, new() { SessionId = d.SessionId }),
        ["events of a type"] = d => d.Get<IEventLog>().ListAsync(Service, new() { Type = "type-1" }),
        ["events of a category"] = d => d.Get<IEventLog>().ListAsync(Service, new() { Category = EventCategory.Phase }),
        ["events of a workspace"] = d => d.Get<IEventLog>().ListAsync(Service),
        ["a task"] = async d =>
        {
            var (lease, _) = await d.Tasks().ClaimNewAsync(User, TaskSamples.Free);
            await d.Tasks().DoStepAsync(User, lease, 1);
        },
        ["claim of any task"] = d => d.Tasks().ClaimAsync(Service, TaskSamples.Claim()),
        ["tasks of a session"] = d => d.Tasks().ListAsync(User, new() { SessionId = d.SessionId }),
        ["tasks of a user"] = d => d.Tasks().ListAsync(User),
        ["pending approvals"] = d => d.Tasks().ListPendingApprovalsAsync(Service),
        ["overdue tasks"] = d => d.Tasks().FailOverdueAsync(Service),
        ["a budget"] = async d =>
        {
            var reserved = await d.Get<IBudgetStore>().ReserveAsync(User, new NewReservation(d.SessionId) { Tokens = 10 });
            await d.Get<IBudgetStore>().ReleaseAsync(User, reserved.Id);
        },
    };

    private static async Task WriteAsync(this LargeDatabase database, AgentScope scope, Guid sessionId)
    {
        var commit = new SessionCommit { Turns = [Turn.User("hi")], Usage = new() { InputTokens = 1 } };
        var run = database.ToolRuns().StartAsync(scope, new NewToolRun(sessionId, "tool-1", Json));
        var noted = database.Get<IEventLog>().AppendAsync(scope, new NewEvent(EventCategory.Hook, "type-1") { SessionId = sessionId });
        await Task.WhenAll(database.Sessions().AppendAsync(scope, sessionId, commit), run, noted);
        await database.ToolRuns().SucceedAsync(scope, (await run).Id, Json);
    }

    private static ISessionStore Sessions(this LargeDatabase database) => database.Get<ISessionStore>();

    private static IToolRunLog ToolRuns(this LargeDatabase database) => database.Get<IToolRunLog>();

    private static IRunStore Runs(this LargeDatabase database) => database.Get<IRunStore>();

    private static ITaskStore Tasks(this LargeDatabase database) => database.Get<ITaskStore>();
}
