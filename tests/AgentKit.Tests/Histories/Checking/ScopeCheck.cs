using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>Nobody reads, claims or writes what belongs to another scope, and every row belongs to who asked for it.</summary>
internal static class ScopeCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var owners = Owners(history).ToDictionary(pair => pair.Id, pair => (pair.Scope.WorkspaceId, pair.Scope.UserId));
        return Shown(history)
            .Where(shown => owners.TryGetValue(shown.Id, out var owner) && owner != (shown.Scope.WorkspaceId, shown.Scope.UserId))
            .Select(shown => new Violation(Rule.ScopeLeak, $"{shown.Id} by {shown.Call}"))
            .Concat(history.Of<SessionCalls.Trespass, object>().Where(call => call.IsDone)
                .Select(call => new Violation(Rule.ScopeLeak, $"{call}")))
            .Concat(Rows(end).Where(row => owners.TryGetValue(row.Id, out var owner) && owner != (row.Workspace, row.User))
                .Select(row => new Violation(Rule.ScopeLeak, $"{row}")));
    }

    /// <summary>To whom everything belongs, by who asked for it.</summary>
    private static IEnumerable<(Guid Id, AgentScope Scope)> Owners(History history) =>
        history.Of<SessionCalls.Create, Session>().Select(call => (call.Request.SessionId, call.Request.Scope))
            .Concat(history.Of<SessionCalls.Fork, Session>().Select(call => (call.Request.SessionId, call.Request.Scope)))
            .Concat(history.Of<TaskCalls.Create, AgentTask>().Select(call => (call.Request.TaskId, call.Request.Scope)))
            .Concat(history.Of<OtherCalls.AppendEvents, bool>().SelectMany(call => call.Request.EventIds.Select(id => (id, call.Request.Scope))))
            .Concat(history.Of<OtherCalls.BufferEvent, bool>().Select(call => (call.Request.EventId, call.Request.Scope)));

    /// <summary>What everybody was shown.</summary>
    private static IEnumerable<(Guid Id, AgentScope Scope, Call Call)> Shown(History history) =>
        history.Of<SessionCalls.ReadList, IReadOnlyList<Session>>().Where(call => call.IsDone)
            .SelectMany(call => call.Answer!.Select(session => (session.Id, call.Request.Scope, (Call)call)))
            .Concat(history.Of<OtherCalls.ReadEvents, IReadOnlyList<Guid>>().Where(call => call.IsDone)
                .SelectMany(call => call.Answer!.Select(id => (id, call.Request.Scope, (Call)call))))
            .Concat(history.Of<TaskCalls.Claim, ClaimedTask?>().Where(call => call.Answer is not null)
                .Select(call => (call.Answer!.Task.Id, call.Request.Scope, (Call)call)));

    private static IEnumerable<(Guid Id, string Workspace, string User)> Rows(EndState end) =>
        end.Sessions.Select(row => (row.SessionId, row.Workspace, row.User))
            .Concat(end.Turns.Select(row => (row.SessionId, row.Workspace, row.User)))
            .Concat(end.Events.Select(row => (row.EventId, row.Workspace, row.User)));
}
