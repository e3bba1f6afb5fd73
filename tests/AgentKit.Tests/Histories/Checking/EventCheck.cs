using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>
/// Every event that was acknowledged, or handed to a buffer, is there once; reads are in order and miss none that was there before.
/// </summary>
internal static class EventCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var there = end.Events.ToLookup(item => item.EventId);
        var appends = history.Of<OtherCalls.AppendEvents, bool>().ToArray();
        var buffered = history.Of<OtherCalls.BufferEvent, bool>().ToArray();
        var asked = appends.SelectMany(append => append.Request.EventIds, (append, id) => (id, Call: (Call)append))
            .Concat(buffered.Select(call => (id: call.Request.EventId, Call: (Call)call)))
            .ToDictionary(pair => pair.id, pair => pair.Call);
        foreach (var (id, call) in asked)
        {
            var count = there[id].Count();
            if (count > 1)
            {
                yield return new(Rule.AppliedTwice, $"{id} by {call}");
            }
            else if (count == 0 && call.IsDone)
            {
                yield return new(Rule.LostWrite, $"{id} by {call}");
            }
            else if (count == 1 && !call.MayHaveHappened)
            {
                yield return new(Rule.AppliedThoughRefused, $"{id} by {call}");
            }
        }

        foreach (var append in appends.Where(append => append.Request.EventIds.Select(id => there[id].Any()).Distinct().Count() > 1))
        {
            yield return new(Rule.BrokenSequence, $"Only a part is there of {append}");
        }

        foreach (var stray in end.Events.Where(item => !asked.ContainsKey(item.EventId)))
        {
            yield return new(Rule.NobodysWrite, $"{stray}");
        }

        foreach (var violation in CheckReads(history, appends))
        {
            yield return violation;
        }
    }

    private static IEnumerable<Violation> CheckReads(History history, CallOf<OtherCalls.AppendEvents, bool>[] appends)
    {
        var done = appends.Where(append => append.IsDone).ToLookup(append => append.Request.Scope);
        foreach (var read in history.Of<OtherCalls.ReadEvents, IReadOnlyList<Guid>>().Where(read => read.IsDone))
        {
            var ids = read.Answer!;
            var seen = ids.ToHashSet();
            if (seen.Count < ids.Count || ids.Zip(ids.Skip(1)).Any(pair => string.CompareOrdinal($"{pair.First}", $"{pair.Second}") > 0))
            {
                yield return new(Rule.BrokenSequence, $"{read}");
            }

            foreach (var append in done[read.Request.Scope]
                .Where(append => append.Ended < read.Begun && !append.Request.EventIds.All(seen.Contains)))
            {
                yield return new(Rule.StaleRead, $"{append} is missing in {read}");
            }
        }
    }
}
