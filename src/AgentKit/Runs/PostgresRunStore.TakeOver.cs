using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresRunStore
{
    public async Task<Run> TakeOverAsync(
        AgentScope scope,
        Guid runId,
        string? worker = null,
        TimeSpan? leaseDuration = null,
        Guid? claimId = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(runId, nameof(runId));
        TextGuard.Optional(worker, RunGuard.MaxNameLength, nameof(worker));
        RunGuard.CheckLease(leaseDuration, nameof(leaseDuration));
        var claim = claimId ?? Guid.CreateVersion7();
        IdGuard.Require(claim, nameof(claimId));

        var statement = database.Statement(RunQueries.TakeOver)
            .Set("RunId", runId)
            .Set("ClaimId", claim)
            .Set("Worker", worker ?? WorkerName.OfThisProcess)
            .Set("LeaseDuration", leaseDuration)
            .Set("Now", time.GetUtcNow());
        var row = await WriteAsync(scope, statement, runId, "take over", cancellationToken).ConfigureAwait(false);
        if (row.ClaimId == claim)
        {
            return row.ToRun();
        }

        throw row.LeaseExpiresAt is { } expiresAt
            ? new RunLeaseHeldException(runId, row.Worker ?? "", expiresAt)
            : new InvalidRunStateException(runId, RunStatusNames.Parse(row.Status), "take it over");
    }

    public async Task<IReadOnlyList<Run>> FindAbandonedAsync(
        AgentScope scope, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CountGuard.Require(limit, RunGuard.MaxPage, nameof(limit));

        var statement = database.Statement(RunQueries.FindAbandoned).Set("Limit", limit);
        var rows = await database.ListAsync<RunRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToRun());
    }

    public async Task<Run?> FindResumableAsync(
        AgentScope scope, Guid sessionId, string? agentType = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(sessionId, nameof(sessionId));
        TextGuard.Optional(agentType, RunGuard.MaxNameLength, nameof(agentType));

        var statement = database.Statement(RunQueries.FindResumable)
            .Set("SessionId", sessionId)
            .Set("AgentType", agentType);
        var row = await database.SingleOrDefaultAsync<RunRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return row?.ToRun();
    }
}
