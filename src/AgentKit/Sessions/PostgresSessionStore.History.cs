namespace AgentKit;

internal sealed partial class PostgresSessionStore
{
    public Task<SessionHistory> GetHistoryAsync(
        AgentScope scope, Guid sessionId, int maxTurns = 200, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Session> RewindAsync(AgentScope scope, Session session, long toTurn, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Session> PopLastTurnAsync(AgentScope scope, Session session, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ArchivedTurn>> GetArchivedTurnsAsync(
        AgentScope scope, Guid sessionId, ArchivedTurn? after = null, int limit = 100, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Session> ForkAsync(AgentScope scope, Guid sessionId, NewFork? fork = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Page<TurnMatch>> SearchTurnsAsync(AgentScope scope, TurnSearch search, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<UnansweredToolCall>> FindUnansweredToolCallsAsync(
        AgentScope scope, Guid sessionId, int lastTurns = 1_000, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Session> RepairToolCallsAsync(
        AgentScope scope,
        Session session,
        Func<UnansweredToolCall, ToolResultBlock?>? answer = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
