using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>A fork begins with the turns of its source, all that were acknowledged before or as many as were asked for.</summary>
internal static class ForkCheck
{
    public static IEnumerable<Violation> Check(History history, EndState end)
    {
        var turns = end.Turns.ToDictionary(turn => (turn.SessionId, turn.Number), turn => turn.Text);
        var sessions = end.Sessions.ToDictionary(session => session.SessionId);
        var counts = history.Of<SessionCalls.Write, Session>().Where(write => write.IsDone)
            .ToLookup(write => write.Request.SessionId, write => (write.Ended, write.Answer!.TurnCount));
        foreach (var fork in history.Of<SessionCalls.Fork, Session>())
        {
            var request = fork.Request;
            if (!sessions.TryGetValue(request.SessionId, out var stored))
            {
                if (fork.IsDone)
                {
                    yield return new(Rule.LostWrite, $"{fork}");
                }

                continue;
            }

            if (!fork.MayHaveHappened)
            {
                yield return new(Rule.AppliedThoughRefused, $"{stored} by {fork}");
            }
            else if (stored.Parent != request.SourceId || (request.AtTurn is { } at && stored.ForkedAt != at))
            {
                yield return new(Rule.WrongAnswer, $"{stored} by {fork}");
            }
            else if (request.AtTurn is null && stored.ForkedAt < new Floor(counts[request.SourceId]).At(fork.Begun))
            {
                yield return new(Rule.StaleRead, $"{stored} by {fork}");
            }
            else
            {
                foreach (var number in Enumerable.Range(1, (int)stored.ForkedAt!.Value)
                    .Where(number => turns.GetValueOrDefault((request.SessionId, number)) != turns.GetValueOrDefault((request.SourceId, number))))
                {
                    yield return new(Rule.WrongAnswer, $"Turn {number} of {stored} is another one than in its source");
                }
            }
        }
    }
}
