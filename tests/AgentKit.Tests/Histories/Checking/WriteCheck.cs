using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>What was acknowledged of sessions is there as it was acknowledged, what was refused is not, and every refusal had its reason.</summary>
internal static class WriteCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var writes = history.Of<SessionCalls.Write, Session>().ToArray();
        var applied = end.Commits.ToLookup(commit => (commit.SessionId, commit.OperationId));
        var sessions = end.Sessions.Select(session => session.SessionId).ToHashSet();
        return writes.SelectMany(write => CheckWrite(write, applied))
            .Concat(CheckRefusals(writes, end))
            .Concat(history.Of<SessionCalls.Create, Session>()
                .Where(create => create.IsDone && !sessions.Contains(create.Request.SessionId))
                .Select(create => new Violation(Rule.LostWrite, $"{create}")));
    }

    private static IEnumerable<Violation> CheckWrite(
        CallOf<SessionCalls.Write, Session> write, ILookup<(Guid, Guid), StoredCommit> applied)
    {
        StoredCommit[] commits = [.. write.Request.Decisions.SelectMany(decision => applied[(write.Request.SessionId, decision.OperationId)])];
        if (commits.Length > 1)
        {
            yield return new(Rule.AppliedTwice, $"{string.Join(" and ", commits.AsEnumerable())} by {write}");
        }
        else if (write.Outcome == Outcome.Refused && commits.Length > 0)
        {
            yield return new(Rule.AppliedThoughRefused, $"{commits[0]} by {write}");
        }
        else if (write.Answer is { } answer)
        {
            if (commits.Length == 0)
            {
                yield return new(Rule.LostWrite, $"{write}");
            }
            else if ((answer.Version, answer.TurnCount, answer.InputTokens + answer.OutputTokens)
                != (commits[0].Version, commits[0].TurnCount, commits[0].Tokens))
            {
                yield return new(Rule.WrongAnswer, $"{answer} for {commits[0]} by {write}");
            }
        }
    }

    private static IEnumerable<Violation> CheckRefusals(CallOf<SessionCalls.Write, Session>[] writes, EndState end)
    {
        var versions = end.Sessions.ToDictionary(session => session.SessionId, session => session.Version);
        var closings = writes.Where(write => write.MayHaveHappened && write.Request.Decisions.Any(d => d.Status == SessionStatus.Closed))
            .ToLookup(write => write.Request.SessionId);
        foreach (var write in writes)
        {
            var wrong = write.Error switch
            {
                VersionConflictException conflict =>
                    conflict.ActualVersion == conflict.ExpectedVersion || conflict.ActualVersion > versions[write.Request.SessionId],
                InvalidSessionStateException => !closings[write.Request.SessionId].Any(closing => closing.Begun < write.Ended),
                _ => false,
            };
            if (wrong)
            {
                yield return new(Rule.WrongRefusal, $"{write}");
            }
        }
    }
}
