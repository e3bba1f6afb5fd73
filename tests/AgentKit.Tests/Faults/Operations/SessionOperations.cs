using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class SessionOperations : IStoreOperations
{
    public Type Store => typeof(ISessionStore);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["CreateAsync(NewSession)"] = new(stage =>
        {
            var created = new NewSession(AgentKitFixture.Agent) { ConversationKey = "key", Slug = "slug", Metadata = { ["a"] = 1 } };
            return async (services, token) => await Sessions(services).CreateAsync(stage.User, created, token);
        }),
        ["GetOrCreateAsync(NewSession)"] = new(stage =>
        {
            var created = new NewSession(AgentKitFixture.Agent) { ConversationKey = "key" };
            return async (services, token) => await Sessions(services).GetOrCreateAsync(stage.User, created, token);
        }),
        ["CommitAsync(Session, SessionCommit)"] = OfSession((stage, session) =>
        {
            var commit = Stage.Commit() with { RewindTo = 3, Summary = new(2, Turn.System("s")), IntentsSeen = [new("i")] };
            return async (sessions, token) => await sessions.CommitAsync(stage.User, session, commit, token);
        }),
        ["AppendAsync(Guid, SessionCommit)"] = OfSession((stage, session) =>
        {
            var commit = Stage.Commit();
            return async (sessions, token) => await sessions.AppendAsync(stage.User, session.Id, commit, token);
        }),
        ["UpdateAsync(Guid, Func<SessionSnapshot, SessionCommit>)"] = OfSession((stage, session) =>
        {
            var commit = Stage.Commit();
            return async (sessions, token) => await sessions.UpdateAsync(stage.User, session.Id, _ => commit, token);
        }),
        ["UpdateAsync(Guid, Func<SessionSnapshot, CancellationToken, ValueTask<SessionCommit>>)"] = OfSession((stage, session) =>
        {
            var commit = Stage.Commit();
            return async (sessions, token) => await sessions.UpdateAsync(
                stage.User, session.Id, async (_, _) =>
                {
                    await Task.Yield();
                    return commit;
                }, token);
        }),
        ["ForkAsync(Guid, NewFork)"] = OfSession((stage, session) =>
        {
            var fork = new NewFork { AtTurn = 2 };
            return async (sessions, token) => await sessions.ForkAsync(stage.User, session.Id, fork, token);
        }),
        ["RewindAsync(Session, long)"] = Once((stage, session) => (sessions, token) => sessions.RewindAsync(stage.User, session, 1, token)),
        ["PopLastTurnAsync(Session)"] = Once((stage, session) => (sessions, token) => sessions.PopLastTurnAsync(stage.User, session, token)),
        ["RepairToolCallsAsync(Session, Func<UnansweredToolCall, ToolResultBlock>)"] = Once(
            (stage, session) => (sessions, token) => sessions.RepairToolCallsAsync(stage.User, session, cancellationToken: token)),
        ["AddIntentSeenAsync(Guid, IntentSeen)"] = Once(
            (stage, session) => (sessions, token) => sessions.AddIntentSeenAsync(stage.User, session.Id, new IntentSeen("i"), token)),
        ["AddTemplateSentAsync(Guid, TemplateSent)"] = Once(
            (stage, session) => (sessions, token) => sessions.AddTemplateSentAsync(stage.User, session.Id, new TemplateSent("t"), token)),
        ["MergeCapturedDataAsync(Guid, JsonObject)"] = Once(
            (stage, session) => (sessions, token) => sessions.MergeCapturedDataAsync(stage.User, session.Id, new JsonObject { ["m"] = 1 }, token)),
        ["CloseAsync(Guid, string)"] = Once((stage, session) => (sessions, token) => sessions.CloseAsync(stage.User, session.Id, "r", token)),
        ["HandOffAsync(Guid, string, string)"] = Once(
            (stage, session) => (sessions, token) => sessions.HandOffAsync(stage.User, session.Id, "r", "ana", token)),
        ["PauseAsync(Guid, string)"] = Once((stage, session) => (sessions, token) => sessions.PauseAsync(stage.User, session.Id, "r", token)),
        ["ArchiveAsync(Guid, string)"] = Once((stage, session) => (sessions, token) => sessions.ArchiveAsync(stage.User, session.Id, "r", token)),
        ["ReopenAsync(Guid, string)"] = Once((stage, session) => (sessions, token) => sessions.ReopenAsync(stage.User, session.Id, "r", token)),
    };

    private static ISessionStore Sessions(IServiceProvider services) => services.GetRequiredService<ISessionStore>();

    private static Operation OfSession(Func<Stage, Session, Func<ISessionStore, CancellationToken, Task<Session>>> prepare) => new(async stage =>
    {
        var send = prepare(stage, await stage.TalkAsync());
        return async (services, token) => await send(Sessions(services), token);
    });

    private static Operation Once(Func<Stage, Session, Func<ISessionStore, CancellationToken, Task<Session>>> prepare) =>
        OfSession(prepare) with { IsRepeatable = false };
}
