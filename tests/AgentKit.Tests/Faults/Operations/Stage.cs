using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Runs;
using AgentKit.Tests.Tasks;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Faults.Operations;

/// <summary>A workspace of its own for one write that is disturbed, and what such writes need to be there already.</summary>
internal sealed class Stage(AgentKitFixture fixture) : IDisposable
{
    public static readonly JsonElement Json = JsonElement.Parse("""{"a": 1}""");

    private readonly List<TemporaryFolder> _folders = [];

    public AgentKitFixture Fixture => fixture;

    public AgentScope User { get; } = AgentKitFixture.NewUser();

    public AgentScope Service => AgentScope.ForService(User.WorkspaceId);

    public T Get<T>()
        where T : notnull => fixture.Get<T>();

    public Task<Session> SessionAsync() => fixture.NewSessionAsync(User);

    /// <summary>A session with turns, the last of which asks for a tool that has not answered.</summary>
    public async Task<Session> TalkAsync()
    {
        var session = await SessionAsync();
        return await fixture.Sessions.CommitAsync(User, session, new SessionCommit
        {
            Turns = [Turn.User("1"), Turn.User("2"), Turn.User("3"), Turn.Assistant([new ToolUseBlock("t", "find", Json)])],
        });
    }

    public Task<Run> RunAsync() => fixture.NewRunAsync(User);

    public async Task<ToolRun> ToolRunAsync() =>
        await Get<IToolRunLog>().StartAsync(User, new NewToolRun((await SessionAsync()).Id, "tool", Json));

    public Task<ClaimedTask> TaskAsync(params NewTaskStep[] steps) => Get<ITaskStore>().ClaimNewAsync(User, steps);

    /// <summary>A task whose first step has begun.</summary>
    public async Task<TaskLease> BegunAsync(params NewTaskStep[] steps)
    {
        var lease = (await TaskAsync(steps)).Lease;
        await Get<ITaskStore>().StartStepAsync(User, lease, 1);
        return lease;
    }

    public string NewFolder()
    {
        _folders.Add(new TemporaryFolder());
        return _folders[^1].FullName;
    }

    public void Dispose() => _folders.ForEach(folder => folder.Dispose());

    public static SessionCommit Commit(string text = "hi") => new() { Turns = [Turn.User(text)], CapturedData = { ["k"] = text } };
}
