using System.Text.Json;
using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>
/// Every method of every store is tried by those who must not get through: another user, an admin, and a service of another workspace. A
/// method that is added without an attempt here fails the last test.
/// </summary>
public sealed class CrossScopeTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly JsonElement Json = JsonElement.Parse("{}");

    /// <summary>What each method answers to one who sees nothing: an error, or nothing found.</summary>
    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads = new()
    {
        ["ISessionStore.GetAsync"] = async (t, s) => await t.Sessions.GetAsync(s, t.Session.Id),
        ["ISessionStore.FindAsync"] = async (t, s) => await t.Sessions.FindAsync(s, t.Session.Id),
        ["ISessionStore.FindByConversationKeyAsync"] = async (t, s) =>
            await t.Sessions.FindByConversationKeyAsync(s, t.Session.ConversationKey!, t.Session.AgentId),
        ["ISessionStore.FindBySlugAsync"] = async (t, s) => await t.Sessions.FindBySlugAsync(s, t.Session.Slug!),
        ["ISessionStore.GetSnapshotAsync"] = async (t, s) => await t.Sessions.GetSnapshotAsync(s, t.Session.Id),
        ["ISessionStore.GetTotalsAsync"] = async (t, s) => await t.Sessions.GetTotalsAsync(s, t.Session.Id),
        ["ISessionStore.ListAsync"] = async (t, s) => (await t.Sessions.ListAsync(s)).Items.FirstOrDefault(),
        ["ISessionStore.GetTurnsAsync"] = async (t, s) => (await t.Sessions.GetTurnsAsync(s, t.Session.Id)).FirstOrDefault(),
        ["ISessionStore.GetLastTurnsAsync"] = async (t, s) =>
            (await t.Sessions.GetLastTurnsAsync(s, t.Session.Id, 5)).Concat(await t.Sessions.GetLastTurnsAsync(s, t.Session.Id, 5, true)).FirstOrDefault(),
        ["ISessionStore.StreamTurnsAsync"] = async (t, s) => await t.Sessions.StreamTurnsAsync(s, t.Session.Id).FirstOrDefaultAsync(),
        ["IToolRunLog.GetAsync"] = async (t, s) => await t.ToolRuns.GetAsync(s, t.ToolRun.Id),
        ["IToolRunLog.ListAsync"] = async (t, s) => (await t.ToolRuns.ListAsync(s)).Items.FirstOrDefault(),
        ["IToolRunLog.ReplayAsync"] = async (t, s) => await t.ToolRuns.ReplayAsync(s, t.Session.Id).FirstOrDefaultAsync(),
        ["IToolRunLog.GetStatisticsAsync"] = async (t, s) => (await t.ToolRuns.GetStatisticsAsync(s)).FirstOrDefault(),
    };

    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes = new()
    {
        ["ISessionStore.CreateAsync"] = async (t, s) =>
        {
            // In another workspace the id is free: what comes back is theirs, and the original is untouched.
            var created = await t.Sessions.CreateAsync(s, new NewSession(AgentKitFixture.Agent) { Id = t.Session.Id, Title = "stolen" });
            return created.WorkspaceId == t.Session.WorkspaceId ? created : null;
        },
        ["ISessionStore.GetOrCreateAsync"] = async (t, s) =>
        {
            var own = await t.Sessions.GetOrCreateAsync(s, new NewSession(t.Session.AgentId) { ConversationKey = t.Session.ConversationKey });
            await t.Sessions.ArchiveAsync(s, own.Id);
            return own.Id == t.Session.Id ? own : null;
        },
        ["ISessionStore.CommitAsync"] = async (t, s) => await t.Sessions.CommitAsync(s, t.Session, Stolen),
        ["ISessionStore.AppendAsync"] = async (t, s) => await t.Sessions.AppendAsync(s, t.Session.Id, Stolen),
        ["ISessionStore.UpdateAsync"] = async (t, s) => await t.Sessions.UpdateAsync(s, t.Session.Id, _ => Stolen),
        ["ISessionStore.AddIntentSeenAsync"] = async (t, s) => await t.Sessions.AddIntentSeenAsync(s, t.Session.Id, new IntentSeen("stolen")),
        ["ISessionStore.AddTemplateSentAsync"] = async (t, s) => await t.Sessions.AddTemplateSentAsync(s, t.Session.Id, new TemplateSent("stolen")),
        ["ISessionStore.MergeCapturedDataAsync"] = async (t, s) =>
            await t.Sessions.MergeCapturedDataAsync(s, t.Session.Id, new JsonObject { ["stolen"] = true }),
        ["ISessionStore.CloseAsync"] = async (t, s) => await t.Sessions.CloseAsync(s, t.Session.Id),
        ["ISessionStore.HandOffAsync"] = async (t, s) => await t.Sessions.HandOffAsync(s, t.Session.Id),
        ["ISessionStore.PauseAsync"] = async (t, s) => await t.Sessions.PauseAsync(s, t.Session.Id),
        ["ISessionStore.ArchiveAsync"] = async (t, s) => await t.Sessions.ArchiveAsync(s, t.Session.Id),
        ["ISessionStore.ReopenAsync"] = async (t, s) => await t.Sessions.ReopenAsync(s, t.Session.Id),
        ["IToolRunLog.StartAsync"] = async (t, s) => await t.ToolRuns.StartAsync(s, new NewToolRun(t.Session.Id, "stolen", Json)),
        ["IToolRunLog.SucceedAsync"] = async (t, s) => await t.ToolRuns.SucceedAsync(s, t.ToolRun.Id, Json),
        ["IToolRunLog.FailAsync"] = async (t, s) => await t.ToolRuns.FailAsync(s, t.ToolRun.Id, new ToolError("stolen")),
        ["IToolRunLog.CancelAsync"] = async (t, s) => await t.ToolRuns.CancelAsync(s, t.ToolRun.Id),
        ["IToolRunLog.RecordAsync"] = async (t, s) => await t.ToolRuns.RecordAsync(
            s, new CompletedToolRun(t.Session.Id, "stolen", Json) { StartedAt = DateTimeOffset.UnixEpoch, Duration = TimeSpan.Zero, Output = Json }),
        ["IToolRunLog.RunAsync"] = async (t, s) => await t.ToolRuns.RunAsync(s, t.Session.Id, "stolen", 1, _ => Task.FromResult("ran")),
        ["IToolRunLog.SweepAsync"] = async (t, s) => (await t.ToolRuns.SweepAsync(s, TimeSpan.FromTicks(1))).FirstOrDefault(),
    };

    /// <summary>Agents belong to a workspace and not to a user: who may do what with them is tested beside the registry.</summary>
    private static readonly Dictionary<string, Func<Target, AgentScope, Task<object?>>> Registry = new()
    {
        ["IAgentRegistry.GetAsync"] = async (t, s) => await t.Agents.GetAsync(s, "own"),
        ["IAgentRegistry.FindAsync"] = async (t, s) => await t.Agents.FindAsync(s, "own"),
        ["IAgentRegistry.FindByNameAsync"] = async (t, s) => await t.Agents.FindByNameAsync(s, "Own"),
        ["IAgentRegistry.ListAsync"] = async (t, s) => (await t.Agents.ListAsync(s)).FirstOrDefault(agent => !agent.IsShared),
        ["IAgentRegistry.GetToolsAsync"] = async (t, s) => await t.Agents.GetToolsAsync(s, "own"),
        ["IAgentRegistry.UpdateInstructionsAsync"] = async (t, s) => await t.Agents.UpdateInstructionsAsync(s, "own", "stolen"),
        ["IAgentRegistry.SetToolEnabledAsync"] = async (t, s) => await t.Agents.SetToolEnabledAsync(s, "own", "tool", false),
        ["IAgentRegistry.UnregisterAsync"] = async (t, s) => await t.Agents.UnregisterAsync(s, "own") ? "removed" : null,
        ["IAgentRegistry.RegisterAsync"] = async (t, s) =>
        {
            await t.Agents.RegisterAsync(s, new AgentDefinition("own", "Stolen"));
            return (await t.Agents.GetAsync(t.Service, "own")).Definition.Name == "Own" ? null : "replaced";
        },
    };

    private static SessionCommit Stolen => new() { Turns = [Turn.User("stolen")] };

    public static TheoryData<string> ReadNames => [.. Reads.Keys];

    public static TheoryData<string> WriteNames => [.. Writes.Keys];

    public static TheoryData<string> RegistryNames => [.. Registry.Keys];

    [Theory]
    [MemberData(nameof(ReadNames))]
    public async Task Read_BySomebodyElse_FindsNothing(string method)
    {
        var target = await Target.CreateAsync(fixture);
        await NothingAsync(Reads[method], target, target.OtherUser);
        await NothingAsync(Reads[method], target, target.OtherWorkspace);
        (await Reads[method](target, target.Owner)).Should().NotBeNull("the owner does find it");
        (await Reads[method](target, target.Admin)).Should().NotBeNull("an admin reads all of the workspace");
        (await Reads[method](target, target.Service)).Should().NotBeNull("a service reads all of the workspace");
    }

    [Theory]
    [MemberData(nameof(WriteNames))]
    public async Task Write_BySomebodyElse_ChangesNothing(string method)
    {
        var target = await Target.CreateAsync(fixture);
        var before = await target.DumpAsync();

        await NothingAsync(Writes[method], target, target.OtherUser);
        await NothingAsync(Writes[method], target, target.OtherWorkspace);
        await NothingAsync(Writes[method], target, target.Admin, mayBeDenied: true);

        (await target.DumpAsync()).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(RegistryNames))]
    public async Task Registry_FromAnotherWorkspace_FindsAndChangesNothing(string method)
    {
        var target = await Target.CreateAsync(fixture);

        await NothingAsync(Registry[method], target, target.OtherWorkspace);

        (await target.Agents.GetAsync(target.Service, "own")).Should().BeEquivalentTo(new { Version = 1L, IsShared = false });
    }

    [Fact]
    public void EveryMethod_OfEveryStore_HasAnAttempt()
    {
        var methods = new[] { typeof(ISessionStore), typeof(IToolRunLog), typeof(IAgentRegistry) }
            .SelectMany(store => store.GetMethods().Select(method => $"{store.Name}.{method.Name}"))
            .Distinct();

        methods.Should().BeEquivalentTo(Reads.Keys.Concat(Writes.Keys).Concat(Registry.Keys));
        typeof(ISessionStore).Assembly.GetExportedTypes()
            .Where(type => type.IsInterface && type.GetMethods().Any(method => method.GetParameters().FirstOrDefault()?.ParameterType == typeof(AgentScope)))
            .Should().BeEquivalentTo([typeof(ISessionStore), typeof(IToolRunLog), typeof(IAgentRegistry)]);
    }

    private static async Task NothingAsync(
        Func<Target, AgentScope, Task<object?>> attempt, Target target, AgentScope scope, bool mayBeDenied = false)
    {
        try
        {
            (await attempt(target, scope)).Should().BeNull($"a scope of level {scope.Access} must not get through");
        }
        catch (AgentKitException error)
        {
            error.Category.Should().BeOneOf(
                [ErrorCategory.NotFound, ErrorCategory.AlreadyExists, .. mayBeDenied ? [ErrorCategory.AccessDenied] : Array.Empty<ErrorCategory>()]);
        }
    }
}
