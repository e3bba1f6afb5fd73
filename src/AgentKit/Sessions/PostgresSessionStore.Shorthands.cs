using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>Each of these is one commit on whatever version the session has: one statement, one round trip, nothing read first.</summary>
internal sealed partial class PostgresSessionStore
{
    public Task<Session> AddIntentSeenAsync(
        AgentScope scope, Guid sessionId, IntentSeen intent, CancellationToken cancellationToken = default) =>
        AppendAsync(scope, sessionId, new SessionCommit { IntentsSeen = [intent] }, cancellationToken);

    public Task<Session> AddTemplateSentAsync(
        AgentScope scope, Guid sessionId, TemplateSent template, CancellationToken cancellationToken = default) =>
        AppendAsync(scope, sessionId, new SessionCommit { TemplatesSent = [template] }, cancellationToken);

    public Task<Session> MergeCapturedDataAsync(
        AgentScope scope, Guid sessionId, JsonObject data, CancellationToken cancellationToken = default) =>
        AppendAsync(scope, sessionId, new SessionCommit { CapturedData = data }, cancellationToken);

    public Task<Session> CloseAsync(
        AgentScope scope, Guid sessionId, string? reason = null, CancellationToken cancellationToken = default) =>
        MoveAsync(scope, sessionId, SessionStatus.Closed, reason, cancellationToken);

    public Task<Session> HandOffAsync(
        AgentScope scope, Guid sessionId, string? reason = null, string? assignedTo = null, CancellationToken cancellationToken = default) =>
        AppendAsync(
            scope,
            sessionId,
            new SessionCommit { Status = SessionStatus.HandedOff, AssignedTo = assignedTo, StatusReason = reason },
            cancellationToken);

    public Task<Session> PauseAsync(
        AgentScope scope, Guid sessionId, string? reason = null, CancellationToken cancellationToken = default) =>
        MoveAsync(scope, sessionId, SessionStatus.Paused, reason, cancellationToken);

    public Task<Session> ArchiveAsync(
        AgentScope scope, Guid sessionId, string? reason = null, CancellationToken cancellationToken = default) =>
        MoveAsync(scope, sessionId, SessionStatus.Archived, reason, cancellationToken);

    public Task<Session> ReopenAsync(
        AgentScope scope, Guid sessionId, string? reason = null, CancellationToken cancellationToken = default) =>
        MoveAsync(scope, sessionId, SessionStatus.Active, reason, cancellationToken);

    private Task<Session> MoveAsync(
        AgentScope scope, Guid sessionId, SessionStatus status, string? reason, CancellationToken cancellationToken) =>
        AppendAsync(scope, sessionId, new SessionCommit { Status = status, StatusReason = reason }, cancellationToken);
}
