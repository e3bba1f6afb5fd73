using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>Every read shows a state that there was, and none that is older than what anybody was answered before it began.</summary>
internal static class SessionReadCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var logs = end.Commits.ToDictionary(commit => (commit.SessionId, commit.Version));
        var texts = end.Turns.ToDictionary(turn => (turn.SessionId, turn.Number), turn => turn.Text);
        var seen = Seen(history).ToLookup(seen => seen.Session.Id);
        var versions = seen.ToDictionary(group => group.Key, group => new Floor(group.Select(s => (s.Call.Ended, s.Session.Version))));
        var turns = seen.ToDictionary(group => group.Key, group => new Floor(group.Select(s => (s.Call.Ended, s.Session.TurnCount))));
        var counters = Counters(history, end);
        return seen.SelectMany(group => group).SelectMany(one => CheckSession(one.Call, one.Session, logs, versions))
            .Concat(history.Of<SessionCalls.ReadSnapshot, SessionSnapshot>().SelectMany(read => CheckCounter(read, counters)))
            .Concat(history.Of<SessionCalls.ReadTurns, IReadOnlyList<Turn>>().SelectMany(read => CheckTurns(read, texts, turns)))
            .Concat(CheckLists(history));
    }

    /// <summary>All sessions that anybody was shown, by writes and by reads.</summary>
    private static IEnumerable<(Call Call, Session Session)> Seen(History history) =>
        history.Of<SessionCalls.Create, Session>().Where(call => call.IsDone).Select(call => ((Call)call, call.Answer!))
            .Concat(history.Of<SessionCalls.Fork, Session>().Where(call => call.IsDone).Select(call => ((Call)call, call.Answer!)))
            .Concat(history.Of<SessionCalls.Write, Session>().Where(call => call.IsDone).Select(call => ((Call)call, call.Answer!)))
            .Concat(history.Of<SessionCalls.ReadSnapshot, SessionSnapshot>().Where(call => call.IsDone)
                .Select(call => ((Call)call, call.Answer!.Session)))
            .Concat(history.Of<SessionCalls.ReadList, IReadOnlyList<Session>>().Where(call => call.IsDone)
                .SelectMany(call => call.Answer!, (call, session) => ((Call)call, session)));

    private static IEnumerable<Violation> CheckSession(
        Call call, Session session, Dictionary<(Guid, long), StoredCommit> logs, Dictionary<Guid, Floor> versions)
    {
        if (!logs.TryGetValue((session.Id, session.Version), out var commit)
            || (session.TurnCount, session.InputTokens + session.OutputTokens) != (commit.TurnCount, commit.Tokens))
        {
            yield return new(Rule.WrongAnswer, $"{session} was never so: {commit}; by {call}");
        }
        else if (session.Version < versions[session.Id].At(call.Begun))
        {
            yield return new(Rule.StaleRead, $"Version {session.Version}, not {versions[session.Id].At(call.Begun)} or later, by {call}");
        }
    }

    /// <summary>What the counter was at each version; of sessions that began with none.</summary>
    private static Dictionary<(Guid, long), int> Counters(History history, EndState end)
    {
        var decisions = history.Of<SessionCalls.Write, Session>()
            .SelectMany(write => write.Request.Decisions).ToDictionary(decision => decision.OperationId);
        var forks = end.Sessions.Where(session => session.Parent is not null).Select(session => session.SessionId).ToHashSet();
        var counters = new Dictionary<(Guid, long), int>();
        foreach (var log in end.Commits.GroupBy(commit => commit.SessionId).Where(log => !forks.Contains(log.Key)))
        {
            var counter = 0;
            foreach (var commit in log.OrderBy(commit => commit.Version))
            {
                counter = decisions.GetValueOrDefault(commit.OperationId)?.Counter ?? counter;
                counters[(log.Key, commit.Version)] = counter;
            }
        }

        return counters;
    }

    private static IEnumerable<Violation> CheckCounter(
        CallOf<SessionCalls.ReadSnapshot, SessionSnapshot> read, Dictionary<(Guid, long), int> counters)
    {
        if (read.Answer is { } snapshot
            && counters.TryGetValue((snapshot.Session.Id, snapshot.Session.Version), out var counter)
            && SessionCounter.Of(snapshot) != counter)
        {
            yield return new(Rule.WrongAnswer, $"The state counts {SessionCounter.Of(snapshot)}, not {counter}, by {read}");
        }
    }

    private static IEnumerable<Violation> CheckTurns(
        CallOf<SessionCalls.ReadTurns, IReadOnlyList<Turn>> read, Dictionary<(Guid, long), string> texts, Dictionary<Guid, Floor> turns)
    {
        if (read.Answer is not { } answer)
        {
            yield break;
        }

        var request = read.Request;
        for (var i = 0; i < answer.Count; i++)
        {
            if (answer[i].Number != request.After + i + 1
                || texts.GetValueOrDefault((request.SessionId, answer[i].Number)) != answer[i].Text)
            {
                yield return new(Rule.WrongAnswer, $"Turn {answer[i].Number} '{answer[i].Text}' by {read}");
                yield break;
            }
        }

        var known = turns.TryGetValue(request.SessionId, out var floor) ? floor.At(read.Begun) : 0;
        if (answer.Count < Math.Min(request.Limit, known - request.After))
        {
            yield return new(Rule.StaleRead, $"{answer.Count} turns of {known} by {read}");
        }
    }

    private static IEnumerable<Violation> CheckLists(History history)
    {
        var created = history.Of<SessionCalls.Create, Session>().Where(create => create.IsDone).ToLookup(create => create.Request.Scope);
        return
            from read in history.Of<SessionCalls.ReadList, IReadOnlyList<Session>>()
            where read.IsDone && read.Answer!.Count < 1_000
            let ids = read.Answer!.Select(session => session.Id).ToHashSet()
            from create in created[read.Request.Scope]
            where create.Ended < read.Begun && !ids.Contains(create.Request.SessionId)
            select new Violation(Rule.StaleRead, $"{create} is missing in {read}");
    }
}
