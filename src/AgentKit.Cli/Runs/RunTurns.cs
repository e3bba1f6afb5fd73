namespace AgentKit.Cli;

/// <summary>
/// What was said in a session while a run ran. Turns do not name their run; they are found by their time, by bisection, so that it costs little in a
/// long session too.
/// </summary>
internal sealed class RunTurns(ISessionStore sessions, AgentScope scope, Run run)
{
    private const int Most = 500;

    public async Task<IReadOnlyList<Turn>> ReadAsync(CancellationToken cancellationToken)
    {
        var begin = run.StartedAt ?? run.CreatedAt;
        var session = await sessions.GetAsync(scope, run.SessionId, cancellationToken);
        var (before, after) = (0L, session.TurnCount);
        while (before < after)
        {
            var middle = (before + after) / 2;
            var probe = await sessions.GetTurnsAsync(scope, run.SessionId, middle, limit: 1, cancellationToken);
            if (probe is [{ CreatedAt: { } at }] && at < begin)
            {
                before = middle + 1;
            }
            else
            {
                after = middle;
            }
        }

        var turns = await sessions.GetTurnsAsync(scope, run.SessionId, before, Most, cancellationToken);
        return [.. turns.TakeWhile(turn => run.CompletedAt is not { } end || turn.CreatedAt <= end)];
    }
}
