using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using Attempt = System.Func<AgentKit.Tests.Infrastructure.AgentKitFixture, AgentKit.AgentScope, AgentKit.Tests.Isolation.Belongings,
    System.Threading.Tasks.Task<bool>>;

namespace AgentKit.Tests.Isolation;

/// <summary>One way to each kind of row, to read it and to write it, by its id or by what else it goes by. True: it was there.</summary>
internal static class PairAttempts
{
    private static readonly JsonElement Json = JsonElement.Parse("{}");

    public static IReadOnlyList<(string Name, Attempt Act)> All { get; } =
    [
        ("read session", async (f, s, o) => await f.Sessions.FindAsync(s, o.Session.Id) is not null),
        ("read slug", async (f, s, o) => (await f.Sessions.FindBySlugAsync(s, o.Session.Slug!))?.Id == o.Session.Id),
        ("read snapshot", async (f, s, o) => (await f.Sessions.GetSnapshotAsync(s, o.Session.Id)).Session.Id == o.Session.Id),
        ("read turns", async (f, s, o) => (await f.Sessions.GetTurnsAsync(s, o.Session.Id)).Count > 0),
        ("read history", async (f, s, o) => (await f.Sessions.GetHistoryAsync(s, o.Session.Id)).Turns.Count > 0),
        ("read list", async (f, s, o) => (await f.Sessions.ListAsync(s, new() { Limit = 1_000 })).Items.Any(session => session.Id == o.Session.Id)),
        ("read search", async (f, s, o) => (await f.Sessions.SearchTurnsAsync(s, new("words") { SessionId = o.Session.Id })).Items.Count > 0),
        ("read changes", async (f, s, o) => (await f.Get<IChangeFeed>().ReadAsync(s, o.Session.Id)).Count > 0),
        ("read run", async (f, s, o) => await f.Get<IRunStore>().FindAsync(s, o.Run.Id) is not null),
        ("read runs", async (f, s, o) => (await f.Get<IRunStore>().ListAsync(s, new() { SessionId = o.Session.Id })).Items.Count > 0),
        ("read task", async (f, s, o) => await f.Get<ITaskStore>().FindAsync(s, o.Task.Id) is not null),
        ("read tasks", async (f, s, o) => (await f.Get<ITaskStore>().ListAsync(s, new() { SessionId = o.Session.Id })).Items.Count > 0),
        ("read tool run", async (f, s, o) => (await f.Get<IToolRunLog>().GetAsync(s, o.ToolRun.Id)).Id == o.ToolRun.Id),
        ("read tool runs", async (f, s, o) => (await f.Get<IToolRunLog>().ListAsync(s, new() { SessionId = o.Session.Id })).Items.Count > 0),
        ("read replay", async (f, s, o) => await f.Get<IToolRunLog>().ReplayAsync(s, o.Session.Id).AnyAsync()),
        ("read events", async (f, s, o) => (await f.Get<IEventLog>().ListAsync(s, new() { SessionId = o.Session.Id })).Items.Any(item => item.Id == o.Event.Id)),
        ("read export", async (f, s, o) => (await f.Get<IPersonalData>().ExportSessionAsync(s, o.Session.Id, Stream.Null)).Rows["sessions"] == 1),
        ("write append", async (f, s, o) => (await f.Sessions.AppendAsync(s, o.Session.Id, new() { Title = "written" })).Id == o.Session.Id),
        ("write intent", async (f, s, o) => (await f.Sessions.AddIntentSeenAsync(s, o.Session.Id, new("written"))).Id == o.Session.Id),
        ("write update", async (f, s, o) => (await f.Sessions.UpdateAsync(s, o.Session.Id, _ => new SessionCommit { Title = "written" })).Id == o.Session.Id),
        ("write run", async (f, s, o) => (await f.Get<IRunStore>().RenewAsync(s, o.Run.Lease)).Id == o.Run.Id),
        ("write start", async (f, s, o) => (await f.Get<IRunStore>().StartAsync(s, new NewRun(o.Session.Id))).SessionId == o.Session.Id),
        ("write tool run", async (f, s, o) => (await f.Get<IToolRunLog>().SucceedAsync(s, o.ToolRun.Id, Json)).Id == o.ToolRun.Id),
        ("write new tool run", async (f, s, o) => (await f.Get<IToolRunLog>().StartAsync(s, new(o.Session.Id, "tool", Json))).SessionId == o.Session.Id),
        ("write task", async (f, s, o) => (await f.Get<ITaskStore>().CancelAsync(s, o.Task.Id, "written")).Id == o.Task.Id),
        ("write reservation", async (f, s, o) => (await f.Get<IBudgetStore>().ReserveAsync(s, new(o.Session.Id) { Tokens = 1 })).SessionId == o.Session.Id),
    ];

    public static async Task<PairAnswer> TryAsync(Attempt act, AgentKitFixture fixture, AgentScope scope, Belongings owned)
    {
        try
        {
            return await act(fixture, scope, owned) ? PairAnswer.GotThrough : PairAnswer.NotThere;
        }
        catch (AgentKitException error) when (error.Category == ErrorCategory.NotFound)
        {
            return PairAnswer.NotThere;
        }
        catch (AccessDeniedException)
        {
            return PairAnswer.Denied;
        }
    }
}
