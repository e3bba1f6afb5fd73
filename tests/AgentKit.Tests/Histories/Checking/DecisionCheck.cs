using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>
/// An approval is decided once: the decision that is stored is the one that was acknowledged, and everybody else is told of that one.
/// </summary>
internal static class DecisionCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var steps = end.Steps.ToDictionary(step => (step.TaskId, step.Number));
        return history.Of<TaskCalls.Decide, AgentTask>()
            .GroupBy(call => (call.Request.TaskId, call.Request.Step))
            .SelectMany(calls => CheckStep(steps.GetValueOrDefault(calls.Key), [.. calls]));
    }

    private static IEnumerable<Violation> CheckStep(StoredStep? step, CallOf<TaskCalls.Decide, AgentTask>[] calls)
    {
        var deciding = calls.SingleOrDefault(call => call.Request.OperationId == step?.DecisionId);
        if (step?.DecisionId is not null && deciding is null)
        {
            yield return new(Rule.NobodysWrite, $"{step}");
        }
        else if (deciding is { MayHaveHappened: false })
        {
            yield return new(Rule.AppliedThoughRefused, $"{step} by {deciding}");
        }

        foreach (var call in calls.Where(call => call.IsDone && call != deciding))
        {
            yield return new(deciding is null ? Rule.LostWrite : Rule.DoubleDecision, $"{call}, and {deciding}");
        }

        if (deciding is not null && step!.Approved != deciding.Request.Approves)
        {
            yield return new(Rule.WrongAnswer, $"{step} by {deciding}");
        }

        foreach (var call in calls)
        {
            if (call.Error is ApprovalAlreadyDecidedException told && (deciding is null || told.IsApproved != step!.Approved))
            {
                yield return new(Rule.WrongRefusal, $"{call} while it was {deciding}");
            }
        }
    }
}
