using System.Text.Json;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Isolation;

/// <summary>A little of everything of one user, and the scopes there are in their workspace.</summary>
internal sealed record Belongings(
    AgentScope Owner, Session Session, Run Run, AgentTask Task, ToolRun ToolRun, Reservation Reservation, AgentEvent Event, IReadOnlyList<AgentScope> Scopes)
{
    public static async Task<IReadOnlyList<Belongings>> CreateAsync(AgentKitFixture fixture, int workspaces, int users)
    {
        List<Belongings> all = [];
        for (var i = 0; i < workspaces; i++)
        {
            var workspace = AgentKitFixture.NewWorkspace();
            for (var j = 0; j < users; j++)
            {
                all.Add(await CreateAsync(fixture, AgentScope.ForUser(workspace, $"u-{j}")));
            }
        }

        return all;
    }

    /// <summary>What the contract of isolation says.</summary>
    public PairAnswer WhatMayDo(AgentScope scope, bool isWrite)
    {
        var isOwn = scope.Access == AccessLevel.Service || scope.UserId == Owner.UserId;
        return scope.WorkspaceId != Owner.WorkspaceId || (scope.Access == AccessLevel.User && !isOwn) ? PairAnswer.NotThere
            : isWrite && !isOwn ? PairAnswer.Denied
            : PairAnswer.GotThrough;
    }

    private static async Task<Belongings> CreateAsync(AgentKitFixture fixture, AgentScope owner)
    {
        var session = await fixture.Sessions.CreateAsync(owner, new NewSession(AgentKitFixture.Agent)
        {
            Slug = $"slug-{owner.UserId}",
            ConversationKey = "key",
        });
        session = await fixture.Sessions.AppendAsync(owner, session.Id, new SessionCommit { Turns = [Turn.User($"words of {owner.WorkspaceId} {owner.UserId}")] });
        var json = JsonElement.Parse("{}");
        var run = await fixture.Get<IRunStore>().StartAsync(owner, new NewRun(session.Id));
        return new(
            owner,
            session,
            run,
            await fixture.Get<ITaskStore>().CreateAsync(owner, new NewTask("task", [new NewTaskStep("step")]) { SessionId = session.Id }),
            await fixture.Get<IToolRunLog>().StartAsync(owner, new NewToolRun(session.Id, "tool", json)),
            await fixture.Get<IBudgetStore>().ReserveAsync(owner, new NewReservation(session.Id) { Tokens = 1 }),
            await fixture.Get<IEventLog>().AppendAsync(owner, new NewEvent(EventCategory.Hook, "type") { SessionId = session.Id }),
            [
                owner,
                AgentScope.ForAdmin(owner.WorkspaceId, owner.UserId!),
                AgentScope.ForService(owner.WorkspaceId),
                AgentScope.ForService(owner.WorkspaceId, owner.UserId!),
            ]);
    }
}
