using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>
/// A preference is a register: a read shows the value of a write that had begun, and after which no other one that everybody must have seen came
/// and went. What is there at the end is read by a superuser after everything else.
/// </summary>
internal static class PreferenceCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var stored = end.Preferences.ToDictionary(
            preference => (preference.Workspace, preference.User, preference.Key), preference => preference.Value);
        var writes = history.Of<OtherCalls.SetPreference, AgentKit.Preferences>()
            .ToLookup(write => (write.Request.Scope.WorkspaceId, write.Request.Scope.UserId!, write.Request.Key));
        var reads = history.Of<OtherCalls.ReadPreferences, AgentKit.Preferences>().Where(read => read.IsDone)
            .ToLookup(read => (read.Request.Scope.WorkspaceId, read.Request.Scope.UserId!));
        foreach (var register in writes)
        {
            var (workspace, user, key) = register.Key;
            var seen = reads[(workspace, user)]
                .Select(read => new Sight(read.Answer!.Own.Metadata[key]?.GetValue<string>(), read.Begun, read.Ended, $"{read}"))
                .Append(new(stored.GetValueOrDefault(register.Key), long.MaxValue, long.MaxValue, "the end"));
            foreach (var violation in CheckRegister([.. register], [.. seen]))
            {
                yield return violation;
            }
        }
    }

    private static IEnumerable<Violation> CheckRegister(CallOf<OtherCalls.SetPreference, AgentKit.Preferences>[] writes, Sight[] sights)
    {
        // Values are unique: who shows one has seen that write. From when on everybody must see it: from its acknowledgement, or from then on.
        var visible = writes.Where(write => write.IsDone).ToDictionary(write => write, write => write.Ended);
        var byValue = writes.Where(write => write.Request.Value is not null).ToDictionary(write => write.Request.Value!);
        foreach (var sight in sights.Where(sight => sight.Value is not null && byValue.ContainsKey(sight.Value)))
        {
            var write = byValue[sight.Value!];
            visible[write] = Math.Min(visible.GetValueOrDefault(write, long.MaxValue), sight.Ended);
        }

        (long Begun, long Visible)[] settled = [.. visible.Select(pair => (pair.Key.Begun, pair.Value)).OrderBy(pair => pair.Begun)];
        foreach (var sight in sights)
        {
            // A key that is not there was removed by one of several writes, or has never been set.
            var candidates = writes
                .Where(write => write.Request.Value == sight.Value && write.MayHaveHappened && write.Begun < sight.Ended)
                .Select(write => write.Over)
                .Concat(sight.Value is null ? [0L] : [])
                .ToArray();
            if (candidates.Length == 0)
            {
                yield return new(Rule.NobodysWrite, $"'{sight.Value}' is seen by {sight.Who}");
            }
            else if (candidates.All(over => settled.Any(later => over < later.Begun && later.Visible < sight.Begun)))
            {
                yield return new(Rule.StaleRead, $"'{sight.Value}' was overwritten when it was seen by {sight.Who}");
            }
        }
    }

    private sealed record Sight(string? Value, long Begun, long Ended, string Who);
}
