using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>Turns are 1..n, and those of each commit are all there, in a row, as they were given, and once.</summary>
internal static class TurnCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var decisions = history.Of<SessionCalls.Write, Session>()
            .SelectMany(write => write.Request.Decisions)
            .ToDictionary(decision => decision.OperationId);
        var turns = end.Turns.ToLookup(turn => turn.SessionId);
        var logs = end.Commits.ToLookup(commit => commit.SessionId);
        foreach (var session in end.Sessions)
        {
            var expected = Expected(logs[session.SessionId], decisions).Order();
            var stored = turns[session.SessionId].Select(turn => (turn.Number, turn.Version, turn.Text)).Order()
                .SkipWhile(turn => turn.Number <= (session.ForkedAt ?? 0)).ToArray();
            if (First(expected, stored) is { } difference)
            {
                yield return new(RuleOf(difference, stored), $"{difference}, in {session}");
            }
        }
    }

    private static IEnumerable<(long Number, long Version, string Text)> Expected(
        IEnumerable<StoredCommit> log, Dictionary<Guid, Decision> decisions)
    {
        foreach (var commit in log)
        {
            if (decisions.TryGetValue(commit.OperationId, out var decision))
            {
                for (var turn = 0; turn < decision.Turns; turn++)
                {
                    yield return (commit.TurnCount - decision.Turns + turn + 1, commit.Version, decision.TextOf(turn));
                }
            }
        }
    }

    private static Difference? First(
        IEnumerable<(long Number, long Version, string Text)> expected, (long Number, long Version, string Text)[] stored)
    {
        var i = 0;
        foreach (var turn in expected)
        {
            if (i == stored.Length || stored[i] != turn)
            {
                return new(turn, i < stored.Length ? stored[i] : null);
            }

            i++;
        }

        return i < stored.Length ? new(null, stored[i]) : null;
    }

    private static Rule RuleOf(Difference difference, (long Number, long Version, string Text)[] stored)
    {
        if (difference.Stored is { } there && stored.Count(turn => turn.Text == there.Text) > 1)
        {
            return Rule.AppliedTwice;
        }

        return difference.Expected is not { } missing ? Rule.NobodysWrite
            : stored.All(turn => turn.Text != missing.Text) ? Rule.LostWrite
            : Rule.BrokenSequence;
    }

    private sealed record Difference((long Number, long Version, string Text)? Expected, (long Number, long Version, string Text)? Stored);
}
