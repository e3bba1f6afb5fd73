using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>
/// A call is answered, refused with one of the errors that its contract names, or unknown; and nothing that is there is not found.
/// </summary>
internal static class ErrorCheck
{
    private static readonly Dictionary<Type, Type[]> Foreseen = new()
    {
        [typeof(SessionCalls.Create)] = [],
        [typeof(SessionCalls.Fork)] = [typeof(SessionNotFoundException), typeof(TurnNotFoundException)],
        [typeof(SessionCalls.Write)] =
        [
            typeof(SessionNotFoundException), typeof(VersionConflictException), typeof(InvalidSessionStateException),
            typeof(RunLeaseLostException),
        ],
        [typeof(SessionCalls.ReadSnapshot)] = [typeof(SessionNotFoundException)],
        [typeof(SessionCalls.ReadTurns)] = [],
        [typeof(SessionCalls.ReadList)] = [],
        [typeof(SessionCalls.Trespass)] = [typeof(SessionNotFoundException), typeof(AccessDeniedException)],
        [typeof(MoneyCalls.SetBudget)] = [],
        [typeof(MoneyCalls.ReadBudget)] = [],
        [typeof(MoneyCalls.Reserve)] = [typeof(BudgetExceededException)],
        [typeof(MoneyCalls.Release)] = [],
        [typeof(MoneyCalls.StartRun)] = [typeof(SessionNotFoundException), typeof(InvalidSessionStateException)],
        [typeof(MoneyCalls.TakeOver)] = [typeof(RunLeaseHeldException), typeof(InvalidRunStateException)],
        [typeof(MoneyCalls.CompleteRun)] = [typeof(RunLeaseLostException)],
        [typeof(ToolCalls.Start)] = [typeof(SessionNotFoundException)],
        [typeof(ToolCalls.End)] = [typeof(ToolRunNotFoundException), typeof(InvalidToolRunStateException)],
        [typeof(ToolCalls.Read)] = [typeof(ToolRunNotFoundException)],
        [typeof(TaskCalls.Create)] = [],
        [typeof(TaskCalls.Claim)] = [],
        [typeof(TaskCalls.Renew)] = [typeof(TaskLeaseLostException), typeof(InvalidTaskStateException)],
        [typeof(TaskCalls.Release)] = [typeof(TaskLeaseLostException)],
        [typeof(TaskCalls.StartStep)] = [typeof(TaskLeaseLostException), typeof(InvalidTaskStateException)],
        [typeof(TaskCalls.CompleteStep)] = [typeof(TaskLeaseLostException), typeof(InvalidTaskStateException)],
        [typeof(TaskCalls.Decide)] =
        [
            typeof(TaskNotFoundException), typeof(ApprovalAlreadyDecidedException), typeof(InvalidTaskStateException),
        ],
        [typeof(TaskCalls.Read)] = [typeof(TaskNotFoundException)],
        [typeof(OtherCalls.SetPreference)] = [],
        [typeof(OtherCalls.ReadPreferences)] = [],
        [typeof(OtherCalls.AppendEvents)] = [],
        [typeof(OtherCalls.BufferEvent)] = [],
        [typeof(OtherCalls.ReadEvents)] = [],
    };

    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var made = Made(history);
        foreach (var call in history.All)
        {
            if (call.Outcome == Outcome.Broken
                || (call.Outcome == Outcome.Refused && !Foreseen[call.What.GetType()].Contains(call.Error!.GetType())))
            {
                yield return new(Rule.UnforeseenError, $"{call} {call.Error}");
            }
            else if (Missing(call) is { } id && made.TryGetValue(id, out var since) && since < call.Begun)
            {
                yield return new(Rule.StaleRead, $"It was acknowledged, and is not found: {call}");
            }
        }
    }

    /// <summary>What was acknowledged to be there, and since when.</summary>
    private static Dictionary<Guid, long> Made(History history)
    {
        var made = new Dictionary<Guid, long>();
        foreach (var call in history.All.Where(call => call.IsDone))
        {
            Guid? id = call.What switch
            {
                SessionCalls.Create create => create.SessionId,
                SessionCalls.Fork fork => fork.SessionId,
                ToolCalls.Start start => start.ToolRunId,
                TaskCalls.Create create => create.TaskId,
                _ => null,
            };
            if (id is { } there)
            {
                made[there] = call.Ended;
            }
        }

        return made;
    }

    private static Guid? Missing(Call call) => call.What is SessionCalls.Trespass
        ? null
        : call.Error switch
        {
            SessionNotFoundException missing => missing.SessionId,
            ToolRunNotFoundException missing => missing.ToolRunId,
            TaskNotFoundException missing => missing.TaskId,
            _ => null,
        };
}
