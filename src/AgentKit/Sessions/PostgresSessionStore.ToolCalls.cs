using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    private const int MaxTurnsToExamine = 10_000;

    public async Task<IReadOnlyList<UnansweredToolCall>> FindUnansweredToolCallsAsync(
        AgentScope scope, Guid sessionId, int lastTurns = 1_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(lastTurns, MaxTurnsToExamine, nameof(lastTurns));

        var statement = database.Statement(SessionQueries.FindUnansweredToolCalls)
            .Set("SessionId", sessionId)
            .Set("LastTurns", lastTurns);
        var rows = await database.ListAsync<UnansweredToolCallRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToCall()).OfType<UnansweredToolCall>()];
    }

    public async Task<Session> RepairToolCallsAsync(
        AgentScope scope,
        Session session,
        Func<UnansweredToolCall, ToolResultBlock?>? answer = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(session);
        _gates.RefuseWithinDecision(scope, session.Id);

        var calls = await FindUnansweredToolCallsAsync(scope, session.Id, MaxPage, cancellationToken).ConfigureAwait(false);
        if (calls.Count == 0)
        {
            return await GetAsync(scope, session.Id, cancellationToken).ConfigureAwait(false);
        }

        // What is read now is what the commit changes, or the version has risen since and it changes nothing.
        var turns = await GetTurnsAsync(scope, session.Id, calls[0].TurnNumber - 1, MaxPage, cancellationToken).ConfigureAwait(false);
        var repaired = new ToolCallRepair(turns).Answer(calls, answer);
        var unchanged = repaired.Zip(turns).TakeWhile(pair => ReferenceEquals(pair.First, pair.Second)).Count();
        var commit = new SessionCommit
        {
            RewindTo = unchanged < turns.Count ? calls[0].TurnNumber - 1 + unchanged : null,
            Turns = [.. repaired.Skip(unchanged)],
        };
        return await CommitAsync(scope, session, commit, cancellationToken).ConfigureAwait(false);
    }
}
