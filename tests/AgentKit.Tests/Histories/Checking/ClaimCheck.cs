using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>A task is held by one worker at a time, and takes nothing from one whose lease another worker has taken.</summary>
internal static class ClaimCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var claims = history.Of<TaskCalls.Claim, ClaimedTask?>().Where(call => call.Answer is not null).ToLookup(call => call.Answer!.Task.Id);
        var renewals = history.Of<TaskCalls.Renew, TaskLease>().Where(call => call.IsDone).ToLookup(call => Key(call.Request.Lease));
        var endings = Endings(history).ToLookup(pair => Key(pair.Lease), pair => pair.Call);
        return claims.SelectMany(task => CheckTask([.. task.OrderBy(call => call.Answer!.Lease.FencingToken)], renewals, endings))
            .Concat(CheckStaleWorkers(history, claims));
    }

    private static IEnumerable<Violation> CheckTask(
        CallOf<TaskCalls.Claim, ClaimedTask?>[] claims,
        ILookup<(Guid, long), CallOf<TaskCalls.Renew, TaskLease>> renewals,
        ILookup<(Guid, long), Call> endings)
    {
        for (var i = 1; i < claims.Length; i++)
        {
            var (before, after) = (claims[i - 1], claims[i]);
            var (lease, next) = (before.Answer!.Lease, after.Answer!.Lease);
            if (lease.FencingToken == next.FencingToken)
            {
                yield return new(Rule.DoubleClaim, $"{before} and {after}");
                continue;
            }

            // By the clock of the database, which rules leases: when the later one began, and how long the earlier one was known to hold.
            var taken = next.ExpiresAt - after.Request.Duration;
            var held = renewals[Key(lease)].Where(renewal => renewal.Ended < after.Begun).Select(renewal => renewal.Answer!.ExpiresAt)
                .Append(lease.ExpiresAt).Max();
            if (taken < held && before.Ended < after.Begun && !endings[Key(lease)].Any(ending => ending.Begun < after.Ended))
            {
                yield return new(Rule.DoubleClaim, $"{after} took at {taken:O} what was held until {held:O} by {before}");
            }
        }
    }

    /// <summary>What ends a lease before its time, or may have done.</summary>
    private static IEnumerable<(TaskLease Lease, Call Call)> Endings(History history) =>
        // Also a release that was refused: one that had to be sent again, when another worker had come already, is told that its lease is lost.
        history.Of<TaskCalls.Release, AgentTask>().Select(call => (call.Request.Lease, (Call)call))
            .Concat(history.Of<TaskCalls.CompleteStep, AgentTask>()
                // What had to be sent again is answered with how the task is by then: held by nobody, or by somebody else already.
                .Where(call => call.IsUnknown || (call.Answer is { } task && task.Worker != call.Request.Lease.Worker))
                .Select(call => (call.Request.Lease, (Call)call)));

    private static IEnumerable<Violation> CheckStaleWorkers(History history, ILookup<Guid, CallOf<TaskCalls.Claim, ClaimedTask?>> claims)
    {
        var tokens = claims.ToDictionary(
            task => task.Key, task => new Floor(task.Select(call => (call.Ended, call.Answer!.Lease.FencingToken))));
        var writes = history.Of<TaskCalls.Renew, TaskLease>().Select(call => ((Call)call, call.Request.Lease))
            .Concat(history.Of<TaskCalls.StartStep, AgentTask>().Select(call => ((Call)call, call.Request.Lease)));
        foreach (var (call, lease) in writes)
        {
            if (call.IsDone && tokens[lease.TaskId].At(call.Begun) > lease.FencingToken)
            {
                yield return new(Rule.StaleWorker, $"{call} while the token was {tokens[lease.TaskId].At(call.Begun)} already");
            }
        }
    }

    private static (Guid, long) Key(TaskLease lease) => (lease.TaskId, lease.FencingToken);
}
