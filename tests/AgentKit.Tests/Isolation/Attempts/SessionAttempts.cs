using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class SessionAttempts : IStoreAttempts
{
    private static SessionCommit Stolen => new() { Turns = [Turn.User("stolen")] };

    public Type Store => typeof(ISessionStore);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["GetAsync"] = async (t, s) => await t.Sessions.GetAsync(s, t.Session.Id),
        ["FindAsync"] = async (t, s) => await t.Sessions.FindAsync(s, t.Session.Id),
        ["FindByConversationKeyAsync"] = async (t, s) =>
            await t.Sessions.FindByConversationKeyAsync(s, t.Session.ConversationKey!, t.Session.AgentId),
        ["FindBySlugAsync"] = async (t, s) => await t.Sessions.FindBySlugAsync(s, t.Session.Slug!),
        ["GetSnapshotAsync"] = async (t, s) => await t.Sessions.GetSnapshotAsync(s, t.Session.Id),
        ["GetTotalsAsync"] = async (t, s) => await t.Sessions.GetTotalsAsync(s, t.Session.Id),
        ["ListAsync"] = async (t, s) => (await t.Sessions.ListAsync(s)).Items.FirstOrDefault(),
        ["GetTurnsAsync"] = async (t, s) => (await t.Sessions.GetTurnsAsync(s, t.Session.Id)).FirstOrDefault(),
        ["GetLastTurnsAsync"] = async (t, s) =>
            (await t.Sessions.GetLastTurnsAsync(s, t.Session.Id, 5)).Concat(await t.Sessions.GetLastTurnsAsync(s, t.Session.Id, 5, true)).FirstOrDefault(),
        ["GetHistoryAsync"] = async (t, s) => (await t.Sessions.GetHistoryAsync(s, t.Session.Id)).Messages.FirstOrDefault(),
        ["GetArchivedTurnsAsync"] = async (t, s) => (await t.Sessions.GetArchivedTurnsAsync(s, t.Session.Id)).FirstOrDefault(),
        ["SearchTurnsAsync"] = async (t, s) =>
        {
            TurnSearch[] searches =
                [new("secret"), new("secret") { SessionId = t.Session.Id }, new("secret") { UserId = t.Owner.UserId }, new("-nothing") { MaxTurns = 1 }];
            return (await Task.WhenAll(searches.Select(search => t.Sessions.SearchTurnsAsync(s, search))))
                .SelectMany(page => page.Items)
                .FirstOrDefault();
        },
        ["FindUnansweredToolCallsAsync"] = async (t, s) => (await t.Sessions.FindUnansweredToolCallsAsync(s, t.Session.Id)).FirstOrDefault(),
        ["StreamTurnsAsync"] = async (t, s) => await t.Sessions.StreamTurnsAsync(s, t.Session.Id).FirstOrDefaultAsync(),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["ForkAsync"] = async (t, s) => (await t.Sessions.GetTurnsAsync(s, (await t.Sessions.ForkAsync(s, t.Session.Id)).Id)).First(),
        ["CreateAsync"] = async (t, s) =>
        {
            // In another workspace the id is free: what comes back is theirs, and the original is untouched.
            var created = await t.Sessions.CreateAsync(s, new NewSession(AgentKitFixture.Agent) { Id = t.Session.Id, Title = "stolen" });
            return created.WorkspaceId == t.Session.WorkspaceId ? created : null;
        },
        ["GetOrCreateAsync"] = async (t, s) =>
        {
            var own = await t.Sessions.GetOrCreateAsync(s, new NewSession(t.Session.AgentId) { ConversationKey = t.Session.ConversationKey });
            await t.Sessions.ArchiveAsync(s, own.Id);
            return own.Id == t.Session.Id ? own : null;
        },
        ["CommitAsync"] = async (t, s) => await t.Sessions.CommitAsync(s, t.Session, Stolen),
        ["RewindAsync"] = async (t, s) => await t.Sessions.RewindAsync(s, t.Session, 0),
        ["PopLastTurnAsync"] = async (t, s) => await t.Sessions.PopLastTurnAsync(s, t.Session),
        ["RepairToolCallsAsync"] = async (t, s) => await t.Sessions.RepairToolCallsAsync(s, t.Session),
        ["AppendAsync"] = async (t, s) => await t.Sessions.AppendAsync(s, t.Session.Id, Stolen),
        ["UpdateAsync"] = async (t, s) => await t.Sessions.UpdateAsync(s, t.Session.Id, _ => Stolen),
        ["AddIntentSeenAsync"] = async (t, s) => await t.Sessions.AddIntentSeenAsync(s, t.Session.Id, new IntentSeen("stolen")),
        ["AddTemplateSentAsync"] = async (t, s) => await t.Sessions.AddTemplateSentAsync(s, t.Session.Id, new TemplateSent("stolen")),
        ["MergeCapturedDataAsync"] = async (t, s) =>
            await t.Sessions.MergeCapturedDataAsync(s, t.Session.Id, new JsonObject { ["stolen"] = true }),
        ["CloseAsync"] = async (t, s) => await t.Sessions.CloseAsync(s, t.Session.Id),
        ["HandOffAsync"] = async (t, s) => await t.Sessions.HandOffAsync(s, t.Session.Id),
        ["PauseAsync"] = async (t, s) => await t.Sessions.PauseAsync(s, t.Session.Id),
        ["ArchiveAsync"] = async (t, s) => await t.Sessions.ArchiveAsync(s, t.Session.Id),
        ["ReopenAsync"] = async (t, s) => await t.Sessions.ReopenAsync(s, t.Session.Id),
    };
}
