using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Isolation;

/// <summary>One user's session with everything in it, and those who must not get at it.</summary>
internal sealed class Target
{
    private readonly AgentKitFixture _fixture;

    private Target(AgentKitFixture fixture, string workspace)
    {
        _fixture = fixture;
        Owner = AgentScope.ForUser(workspace, "owner");
        OtherUser = AgentScope.ForUser(workspace, "other");
        Admin = AgentScope.ForAdmin(workspace, "admin");
        Service = AgentScope.ForService(workspace);
        OtherWorkspace = AgentScope.ForService(AgentKitFixture.NewWorkspace());
    }

    public ISessionStore Sessions => _fixture.Sessions;

    public IToolRunLog ToolRuns => _fixture.Get<IToolRunLog>();

    public IAgentRegistry Agents => _fixture.Get<IAgentRegistry>();

    public AgentScope Owner { get; }

    public AgentScope OtherUser { get; }

    public AgentScope Admin { get; }

    public AgentScope Service { get; }

    public AgentScope OtherWorkspace { get; }

    public Session Session { get; private set; } = null!;

    public ToolRun ToolRun { get; private set; } = null!;

    public static async Task<Target> CreateAsync(AgentKitFixture fixture)
    {
        var target = new Target(fixture, AgentKitFixture.NewWorkspace());
        var created = await target.Sessions.CreateAsync(
            target.Owner, new NewSession(AgentKitFixture.Agent) { ConversationKey = "key", Slug = "slug" });
        target.Session = await target.Sessions.CommitAsync(target.Owner, created, new SessionCommit
        {
            Turns = [Turn.User("secret")],
            CapturedData = { ["a"] = "secret" },
        });
        target.ToolRun = await target.ToolRuns.StartAsync(
            target.Owner, new NewToolRun(created.Id, "tool", JsonElement.Parse("\"secret\"")));
        await target.Agents.RegisterAsync(target.Service, new AgentDefinition("own", "Own") { Tools = ["tool"] });
        return target;
    }

    /// <summary>All of the owner's rows, as the superuser sees them.</summary>
    public Task<string> DumpAsync() => Sql.ScalarAsync<string>(
        _fixture.Database.AdminConnectionString,
        $"""
        SELECT concat_ws(E'\n',
            (SELECT string_agg(t::text, E'\n' ORDER BY t::text) FROM agentkit.sessions AS t WHERE workspace_id = '{Owner.WorkspaceId}' AND user_id = 'owner'),
            (SELECT string_agg(t::text, E'\n' ORDER BY t::text) FROM agentkit.session_state AS t WHERE workspace_id = '{Owner.WorkspaceId}' AND user_id = 'owner'),
            (SELECT string_agg(t::text, E'\n' ORDER BY t::text) FROM agentkit.session_commits AS t WHERE workspace_id = '{Owner.WorkspaceId}' AND user_id = 'owner'),
            (SELECT string_agg(t::text, E'\n' ORDER BY t::text) FROM agentkit.turns AS t WHERE workspace_id = '{Owner.WorkspaceId}' AND user_id = 'owner'),
            (SELECT string_agg(t::text, E'\n' ORDER BY t::text) FROM agentkit.tool_runs AS t WHERE workspace_id = '{Owner.WorkspaceId}' AND user_id = 'owner'))
        """);
}
