using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>The log of each session: versions 1..n, each by one call, and decided on the version before where it was decided on one.</summary>
internal static class CommitCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var asked = history.Of<SessionCalls.Write, Session>()
            .SelectMany(write => write.Request.Decisions, (write, decision) => (write, decision))
            .ToDictionary(pair => pair.decision.OperationId);
        var logs = end.Commits.ToLookup(commit => commit.SessionId);
        return end.Sessions.SelectMany(session => CheckLog(session, [.. logs[session.SessionId].OrderBy(commit => commit.Version)], asked));
    }

    private static IEnumerable<Violation> CheckLog(
        StoredSession session,
        StoredCommit[] log,
        Dictionary<Guid, (CallOf<SessionCalls.Write, Session> Write, Decision Decision)> asked)
    {
        // Where a fork begins to count, its source knows.
        int? counter = session.Parent is null ? 0 : null;
        for (var i = 0; i < log.Length; i++)
        {
            if (log[i].Version != i + 1)
            {
                yield return new(Rule.BrokenSequence, $"The {i + 1}th commit is {log[i]}");
                yield break;
            }

            if (i == 0)
            {
                continue; // its creation
            }

            if (!asked.TryGetValue(log[i].OperationId, out var by) || by.Write.Request.SessionId != session.SessionId)
            {
                yield return new(Rule.NobodysWrite, $"{log[i]}");
                counter = null;
                continue;
            }

            if (Broken(log[i - 1], log[i], by.Decision, counter) is { } rule)
            {
                yield return new(rule, $"{log[i]} after {log[i - 1]}, counter {counter}, by {by.Write}");
            }

            counter = by.Decision.Counter ?? counter;
        }

        var last = log.LastOrDefault();
        if ((session.Version, session.TurnCount, session.Tokens) != (last?.Version, last?.TurnCount, last?.Tokens))
        {
            yield return new(Rule.BrokenSequence, $"{session} does not stand where its log ends: {last}");
        }
        else if (counter is { } counted && session.Counter != counted)
        {
            yield return new(Rule.LostUpdate, $"{session} does not count {counted}");
        }
    }

    private static Rule? Broken(StoredCommit before, StoredCommit commit, Decision decision, int? counter)
    {
        if ((decision.DecidedOn is { } read && read != before.Version)
            || (decision.Counter is { } next && counter is { } last && next != last + 1))
        {
            return Rule.LostUpdate;
        }

        if (before.Status == "closed" && decision.Status != SessionStatus.Active)
        {
            return Rule.WroteToClosed;
        }

        return commit.TurnCount - before.TurnCount != decision.Turns || commit.Tokens - before.Tokens != decision.TotalTokens
            ? Rule.WrongSum
            : null;
    }
}
