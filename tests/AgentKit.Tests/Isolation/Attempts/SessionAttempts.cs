using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class SessionAttempts : IScopeAttempts
{
    private static SessionCommit Stolen => new() { Turns = [Turn.User("stolen")] };

    public Type Subject => typeof(ISessionStore);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["GetAsync(Guid)"] = async (t, s) => await t.Sessions.GetAsync(s, t.Session.Id),
        ["FindAsync(Guid)"] = async (t, s) => await t.Sessions.FindAsync(s, t.Session.Id),
        ["FindByConversationKeyAsync(string, string)"] = async (t, s) =>
            await t.Sessions.FindByConversationKeyAsync(s, t.Session.ConversationKey!, t.Session.AgentId),
        ["FindBySlugAsync(string)"] = async (t, s) => await t.Sessions.FindBySlugAsync(s, t.Session.Slug!),
        ["GetSnapshotAsync(Guid)"] = async (t, s) => await t.Sessions.GetSnapshotAsync(s, t.Session.Id),
        ["GetTotalsAsync(Guid)"] = async (t, s) => await t.Sessions.GetTotalsAsync(s, t.Session.Id),
        ["ListAsync(SessionFilter)"] = async (t, s) => (await t.Sessions.ListAsync(s)).Items.FirstOrDefault(),
        ["GetTurnsAsync(Guid, long, int)"] = async (t, s) => (await t.Sessions.GetTurnsAsync(s, t.Session.Id)).FirstOrDefault(),
        ["GetLastTurnsAsync(Guid, int, bool)"] = async (t, s) =>
            (await t.Sessions.GetLastTurnsAsync(s, t.Session.Id, 5)).Concat(await t.Sessions.GetLastTurnsAsync(s, t.Session.Id, 5, true)).FirstOrDefault(),
        ["GetHistoryAsync(Guid, int)"] = async (t, s) => (await t.Sessions.GetHistoryAsync(s, t.Session.Id)).Messages.FirstOrDefault(),
        ["GetArchivedTurnsAsync(Guid, ArchivedTurn, int)"] = async (t, s) =>
            (await t.Sessions.GetArchivedTurnsAsync(s, t.Session.Id)).FirstOrDefault(),
        ["SearchTurnsAsync(TurnSearch)"] = async (t, s) =>
        {
            TurnSearch[] searches =
                [new("secret"), new("secret") { SessionId = t.Session.Id }, new("secret") { UserId = t.Owner.UserId }, new("-nothing") { MaxTurns = 1 }];
            return (await Task.WhenAll(searches.Select(search => t.Sessions.SearchTurnsAsync(s, search))))
                .SelectMany(page => page.Items)
                .FirstOrDefault();
        },
        ["FindUnansweredToolCallsAsync(Guid, int)"] = async (t, s) =>
            (await t.Sessions.FindUnansweredToolCallsAsync(s, t.Session.Id)).FirstOrDefault(),
        ["StreamTurnsAsync(Guid, long)"] = async (t, s) => await t.Sessions.StreamTurnsAsync(s, t.Session.Id).FirstOrDefaultAsync(),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["ForkAsync(Guid, NewFork)"] = async (t, s) => (await t.Sessions.GetTurnsAsync(s, (await t.Sessions.ForkAsync(s, t.Session.Id)).Id)).First(),
        ["CreateAsync(NewSession)"] = async (t, s) =>
        {
            // In another workspace the id is free: what comes back is theirs, and the original is untouched.
            Session? taken = null;
            try
            {
                taken = await t.Sessions.CreateAsync(s, new NewSession(AgentKitFixture.Agent) { Id = t.Session.Id, Title = "stolen" });
            }
            catch (AlreadyExistsException)
            {
                // As it has to be for anybody else in the workspace.
            }

            var created = await t.Sessions.CreateAsync(s, new NewSession(AgentKitFixture.Agent));
            return new[] { taken, created }.FirstOrDefault(session =>
                session?.WorkspaceId == t.Owner.WorkspaceId && (session == taken || session.UserId == t.Owner.UserId));
        },
        ["GetOrCreateAsync(NewSession)"] = async (t, s) =>
        {
            var own = await t.Sessions.GetOrCreateAsync(s, new NewSession(t.Session.AgentId) { ConversationKey = t.Session.ConversationKey });
            await t.Sessions.ArchiveAsync(s, own.Id);
            return own.Id == t.Session.Id ? own : null;
        },
        ["CommitAsync(Session, SessionCommit)"] = async (t, s) => await t.Sessions.CommitAsync(s, t.Session, Stolen),
        ["RewindAsync(Session, long)"] = async (t, s) => await t.Sessions.RewindAsync(s, t.Session, 0),
        ["PopLastTurnAsync(Session)"] = async (t, s) => await t.Sessions.PopLastTurnAsync(s, t.Session),
        ["RepairToolCallsAsync(Session, Func<UnansweredToolCall, ToolResultBlock>)"] = async (t, s) =>
            await t.Sessions.RepairToolCallsAsync(s, t.Session),
        ["AppendAsync(Guid, SessionCommit)"] = async (t, s) => await t.Sessions.AppendAsync(s, t.Session.Id, Stolen),
        ["UpdateAsync(Guid, Func<SessionSnapshot, SessionCommit>)"] = async (t, s) => await t.Sessions.UpdateAsync(s, t.Session.Id, _ => Stolen),
        ["UpdateAsync(Guid, Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit>>)"] = async (t, s) =>
            await t.Sessions.UpdateAsync(s, t.Session.Id, (_, _) => ValueTask.FromResult<SessionCommit?>(Stolen)),
        ["AddIntentSeenAsync(Guid, IntentSeen)"] = async (t, s) => await t.Sessions.AddIntentSeenAsync(s, t.Session.Id, new IntentSeen("stolen")),
        ["AddTemplateSentAsync(Guid, TemplateSent)"] = async (t, s) =>
            await t.Sessions.AddTemplateSentAsync(s, t.Session.Id, new TemplateSent("stolen")),
        ["MergeCapturedDataAsync(Guid, JsonObject)"] = async (t, s) =>
            await t.Sessions.MergeCapturedDataAsync(s, t.Session.Id, new JsonObject { ["stolen"] = true }),
        ["CloseAsync(Guid, string)"] = async (t, s) => await t.Sessions.CloseAsync(s, t.Session.Id),
        ["HandOffAsync(Guid, string, string)"] = async (t, s) => await t.Sessions.HandOffAsync(s, t.Session.Id),
        ["PauseAsync(Guid, string)"] = async (t, s) => await t.Sessions.PauseAsync(s, t.Session.Id),
        ["ArchiveAsync(Guid, string)"] = async (t, s) => await t.Sessions.ArchiveAsync(s, t.Session.Id),
        ["ReopenAsync(Guid, string)"] = async (t, s) => await t.Sessions.ReopenAsync(s, t.Session.Id),
    };
}
