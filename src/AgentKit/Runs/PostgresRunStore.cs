using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The runs in PostgreSQL. Its partial files follow the contract: start, what a worker writes under its lease, take-over, reading.</summary>
internal sealed partial class PostgresRunStore(
    Database database,
    PostgresSessionStore sessions,
    IAgentRegistry agents,
    SharedTokenBudgets sharedBudgets,
    AgentKitOptions options,
    TimeProvider time) : IRunStore
{
    public async Task<Run> StartAsync(AgentScope scope, NewRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        RunGuard.Check(run);
        var start = StartStatement(scope, run); // what cannot be stored is refused before anything is asked for
        if (await FindUnlessRegisteredAsync(scope, run, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return AsStarted(run, earlier);
        }

        var shared = await sharedBudgets.GetAsync(cancellationToken).ConfigureAwait(false);
        var (verdict, row) = await database.DecideAsync<RunStartRow, RunRow>(
            scope, [], start.Set("SharedAgentIds", shared.AgentIds).Set("SharedTokenBudgets", shared.Limits), GetStatement(run.Id), cancellationToken).ConfigureAwait(false);
        if (verdict is null)
        {
            throw new SessionNotFoundException(run.SessionId);
        }

        if (!scope.MayWrite(verdict.UserId))
        {
            throw new AccessDeniedException(scope.Access, "start runs in", $"session {run.SessionId}");
        }

        var isThere = row is not null && row.SessionId == run.SessionId;
        if (isThere && (run.IsPending || row!.Status != RunStatusNames.Of(RunStatus.Pending)))
        {
            return AsStarted(run, row!);
        }

        verdict.ThrowIfClosed(run.SessionId, "start a run in it");
        throw verdict switch
        {
            { IsParentFound: false } => new RunNotFoundException(run.ParentRunId.GetValueOrDefault()),
            { IsExceeded: true } => verdict.Exceeded(scope, run.SessionId, run.Id, tokens: 0, cost: 0),
            _ => new AlreadyExistsException("run", "id", run.Id.ToString()),
        };
    }

    public Task<Session> AddUsageAsync(
        AgentScope scope,
        Guid sessionId,
        Guid runId,
        Usage usage,
        Guid? reservationId = null,
        Guid? operationId = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var commit = new SessionCommit
        {
            OperationId = operationId ?? Guid.CreateVersion7(),
            Usage = usage,
            ReservationId = reservationId,
        };
        return sessions.AddUsageAsync(scope, sessionId, runId, commit, cancellationToken);
    }

    /// <summary>
    /// Nothing where the agent named is registered. Where it is not: the run, if this very start was applied when it was; else the error.
    /// </summary>
    private async Task<RunRow?> FindUnlessRegisteredAsync(AgentScope scope, NewRun run, CancellationToken cancellationToken)
    {
        if (run.AgentId is null)
        {
            return null;
        }

        try
        {
            await agents.GetAsync(scope, run.AgentId, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (AgentNotFoundException)
        {
            var row = await FindRowAsync(scope, run.Id, cancellationToken).ConfigureAwait(false);
            if (row is not null && row.SessionId == run.SessionId && scope.MayWrite(row.UserId) && row.Status != RunStatusNames.Of(RunStatus.Pending))
            {
                return row;
            }

            throw;
        }
    }

    /// <summary>A run that another worker holds was not begun by this call, and what it returned would pass for a lease.</summary>
    private static Run AsStarted(NewRun run, RunRow row) =>
        row.LeaseExpiresAt is { } expiresAt && row.Worker is { } holder && holder != (run.Worker ?? WorkerName.OfThisProcess)
            ? throw new RunLeaseHeldException(run.Id, holder, expiresAt)
            : row.ToRun();

    private Statement StartStatement(AgentScope scope, NewRun run) =>
        database.Statement(RunQueries.Start)
            .Set("RunId", run.Id)
            .Set("SessionId", run.SessionId)
            .Set("Begins", !run.IsPending)
            .Set("OpenStatuses", SessionLifecycle.From(target: null))
            .Set("Now", time.GetUtcNow())
            .Set("LeaseDuration", run.LeaseDuration)
            .Set("ParentRunId", run.ParentRunId)
            .Set("TokenLimit", run.TokenLimit)
            .Set<decimal?>("CostLimit", run.CostLimit is { } cost ? UsageGuard.Round(cost) : null)
            .Set("AgentId", run.AgentId)
            .Set("AgentType", run.AgentType)
            .Set("Model", run.Model)
            .Set("ModelAlias", run.ModelAlias)
            .Set("ProviderSessionId", run.ProviderSessionId)
            .Set("Worker", run.Worker ?? WorkerName.OfThisProcess)
            .Set("Checkpoint", run.Checkpoint is { } checkpoint
                ? ToolPayload.Write(checkpoint, options.Limits.CheckpointBytes, nameof(run.Checkpoint))
                : null)
            .Set("Metadata", StoredJson.Write(run.Metadata, options.Limits.MetadataBytes, nameof(run.Metadata)))
            .WhenViolated(Constraints.RunParent, () => new RunNotFoundException(run.ParentRunId.GetValueOrDefault()))
            .WhenViolated(Constraints.RowSecurity, () => new AccessDeniedException(
                scope.Access, "start runs in", $"session {run.SessionId}"));

    private Statement GetStatement(Guid runId) => database.Statement(RunQueries.Get).Set("RunId", runId);
}
