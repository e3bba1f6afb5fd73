using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresPersonalData
{
    public async Task<ErasureReceipt> EraseUserAsync(
        AgentScope scope, string userId, Guid? erasureId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CheckUser(userId);
        RequireSelf(scope, userId, "erase", orAdmin: false);
        var erasure = NewErasure(scope, erasureId);

        var ofUser = () => database.Statement(ErasureQueries.UserSessions).Set("UserId", userId);
        while (await eraser.EraseSessionsAsync(erasure, ofUser, cancellationToken).ConfigureAwait(false) is { } removed)
        {
            if (removed == 0)
            {
                throw new DatabaseException("Sessions that are to be erased stay although nothing refuses it.", sqlState: null);
            }
        }

        await eraser.EraseOfUserAsync(erasure, userId, cancellationToken).ConfigureAwait(false);
        if (scope.Access == AccessLevel.Service)
        {
            await eraser.PseudonymizeAsync(erasure, userId, cancellationToken).ConfigureAwait(false);
        }

        return await eraser.GetReceiptAsync(scope, erasure.Id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ErasureReceipt> EraseSessionAsync(
        AgentScope scope, Guid sessionId, Guid? erasureId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(sessionId, nameof(sessionId));
        var erasure = NewErasure(scope, erasureId);

        var session = await database.SingleOrDefaultAsync<SessionKeyRow>(
            scope, database.Statement(ErasureQueries.FindSession).Set("SessionId", sessionId), cancellationToken).ConfigureAwait(false);
        if (session is not null)
        {
            if (scope.Access != AccessLevel.Service && session.UserId != scope.UserId)
            {
                throw new AccessDeniedException(scope.Access, "erase", $"session {sessionId}");
            }

            await eraser.EraseSessionsAsync(
                erasure, () => database.Statement(ErasureQueries.LockSession).Set("SessionId", sessionId), cancellationToken).ConfigureAwait(false);
        }

        var receipt = await eraser.GetReceiptAsync(scope, erasure.Id, cancellationToken).ConfigureAwait(false);
        return session is null && receipt.Removed.Count == 0 ? throw new SessionNotFoundException(sessionId) : receipt;
    }

    private Erasure NewErasure(AgentScope scope, Guid? erasureId)
    {
        var now = time.GetUtcNow();
        if (erasureId is { } given)
        {
            IdGuard.RequireOrdered(given, nameof(erasureId));
        }

        return new Erasure(scope, erasureId ?? Guid.CreateVersion7(now), now);
    }
}
