using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>A tool run is started once and ends once: of all who end it, one decides how, and the others are told.</summary>
internal static class ToolRunCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var there = end.ToolRuns.ToDictionary(run => run.ToolRunId);
        var ends = history.Of<ToolCalls.End, ToolRun>().ToLookup(call => call.Request.ToolRunId);
        return history.Of<ToolCalls.Start, ToolRun>()
            .SelectMany(start => CheckOne(start, there.GetValueOrDefault(start.Request.ToolRunId), [.. ends[start.Request.ToolRunId]]))
            .Concat(CheckReads(history, ends));
    }

    private static IEnumerable<Violation> CheckOne(
        CallOf<ToolCalls.Start, ToolRun> start, StoredToolRun? stored, CallOf<ToolCalls.End, ToolRun>[] ends)
    {
        if (stored is null)
        {
            if (start.IsDone || ends.Any(call => call.IsDone))
            {
                yield return new(Rule.LostWrite, $"{start}");
            }

            yield break;
        }

        if (!start.MayHaveHappened)
        {
            yield return new(Rule.AppliedThoughRefused, $"{stored} by {start}");
        }

        var deciding = ends.SingleOrDefault(call => call.Request.Mark == stored.Mark);
        if (deciding is null && stored.Status != "running")
        {
            yield return new(Rule.NobodysWrite, $"{stored}");
        }
        else if (deciding is { MayHaveHappened: false })
        {
            yield return new(Rule.AppliedThoughRefused, $"{stored} by {deciding}");
        }

        foreach (var call in ends.Where(call => call.IsDone))
        {
            if (stored.Status == "running")
            {
                yield return new(Rule.LostWrite, $"{call}");
            }
            else if (NameOf(call.Request.Status) != stored.Status || MarkOf(call.Answer!) != stored.Mark)
            {
                yield return new(Rule.DoubleDecision, $"{stored} by {deciding}, and otherwise by {call}");
            }
        }
    }

    private static IEnumerable<Violation> CheckReads(History history, ILookup<Guid, CallOf<ToolCalls.End, ToolRun>> ends) =>
        from read in history.Of<ToolCalls.Read, ToolRun>()
        where read.IsDone
            && read.Answer!.Status == ToolRunStatus.Running
            && ends[read.Request.ToolRunId].Any(call => call.IsDone && call.Ended < read.Begun)
        select new Violation(Rule.StaleRead, $"{read}");

    private static string NameOf(ToolRunStatus status) => status == ToolRunStatus.Succeeded ? "succeeded" : "failed";

    private static string? MarkOf(ToolRun run) => run.Output?.GetString() ?? run.Error?.Message;
}
