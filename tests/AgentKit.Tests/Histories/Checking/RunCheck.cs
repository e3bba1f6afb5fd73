using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>A run has consumed what was committed for it, is held by one worker at a time, and takes nothing from one who has lost it.</summary>
internal static class RunCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end) =>
        CheckSums(history, end).Concat(CheckStarts(history, end)).Concat(CheckLeases(history));

    private static IEnumerable<Violation> CheckSums(History history, EndState end)
    {
        var decisions = history.Of<SessionCalls.Write, Session>()
            .SelectMany(write => write.Request.Decisions).ToDictionary(decision => decision.OperationId);
        var sums = end.Commits.Where(commit => commit.RunId is not null)
            .ToLookup(commit => commit.RunId!.Value, commit => decisions.GetValueOrDefault(commit.OperationId)?.TotalTokens ?? 0);
        return end.Runs.Where(run => run.Tokens != sums[run.RunId].Sum())
            .Select(run => new Violation(Rule.WrongSum, $"{sums[run.RunId].Sum()} was committed for {run}"));
    }

    private static IEnumerable<Violation> CheckStarts(History history, EndState end)
    {
        var there = end.Runs.ToDictionary(run => run.RunId);
        foreach (var start in history.Of<MoneyCalls.StartRun, Run>())
        {
            if (start.IsDone && !there.ContainsKey(start.Request.RunId))
            {
                yield return new(Rule.LostWrite, $"{start}");
            }
            else if (start.Outcome == Outcome.Refused && there.TryGetValue(start.Request.RunId, out var stored))
            {
                yield return new(Rule.AppliedThoughRefused, $"{stored} by {start}");
            }
        }

        foreach (var complete in history.Of<MoneyCalls.CompleteRun, Run>()
            .Where(complete => complete.IsDone && there[complete.Request.Lease.RunId].Status != "completed"))
        {
            yield return new(Rule.LostWrite, $"{there[complete.Request.Lease.RunId]} by {complete}");
        }
    }

    private static IEnumerable<Violation> CheckLeases(History history)
    {
        var taken = history.Of<MoneyCalls.TakeOver, Run>().Where(call => call.IsDone).ToLookup(call => call.Request.RunId);
        foreach (var twice in taken.SelectMany(run => run.GroupBy(call => call.Answer!.Lease).Where(lease => lease.Count() > 1)))
        {
            yield return new(Rule.DoubleClaim, $"{string.Join(" and ", twice)}");
        }

        var tokens = taken.ToDictionary(run => run.Key, run => new Floor(run.Select(call => (call.Ended, call.Answer!.Lease.FencingToken))));
        var written = history.Of<SessionCalls.Write, Session>().Where(call => call.IsDone && call.Request.Last.Run is not null)
            .Select(call => (Call: (Call)call, Lease: call.Request.Last.Run!))
            .Concat(history.Of<MoneyCalls.CompleteRun, Run>().Where(call => call.IsDone).Select(call => ((Call)call, call.Request.Lease)));
        foreach (var (call, lease) in written)
        {
            if (tokens.TryGetValue(lease.RunId, out var floor) && floor.At(call.Begun) > lease.FencingToken)
            {
                yield return new(Rule.StaleWorker, $"{call} while the token was {floor.At(call.Begun)} already");
            }
        }
    }
}
