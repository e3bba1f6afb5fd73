using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a worker writes under its lease, and how a run ends.</summary>
internal sealed partial class PostgresRunStore
{
    public Task<Run> RenewAsync(
        AgentScope scope, RunLease lease, TimeSpan? duration = null, CancellationToken cancellationToken = default)
    {
        RunGuard.CheckLease(duration, nameof(duration));
        return SaveAsync(scope, lease, checkpoint: null, providerSessionId: null, duration, cancellationToken);
    }

    public Task<Run> SaveCheckpointAsync(
        AgentScope scope,
        RunLease lease,
        JsonElement checkpoint,
        string? providerSessionId = null,
        CancellationToken cancellationToken = default)
    {
        TextGuard.Optional(providerSessionId, RunGuard.MaxProviderSessionLength, nameof(providerSessionId));
        var json = ToolPayload.Write(checkpoint, options.Limits.CheckpointBytes, nameof(checkpoint));
        return SaveAsync(scope, lease, json, providerSessionId, duration: null, cancellationToken);
    }

    public Task<Run> SetProviderSessionAsync(
        AgentScope scope, RunLease lease, string providerSessionId, CancellationToken cancellationToken = default)
    {
        TextGuard.Require(providerSessionId, RunGuard.MaxProviderSessionLength, nameof(providerSessionId));
        return SaveAsync(scope, lease, checkpoint: null, providerSessionId, duration: null, cancellationToken);
    }

    public Task<Run> CompleteAsync(AgentScope scope, RunLease lease, CancellationToken cancellationToken = default) =>
        FinishAsync(scope, lease, RunStatus.Completed, error: null, cancellationToken);

    public Task<Run> FailAsync(AgentScope scope, RunLease lease, RunError error, CancellationToken cancellationToken = default) =>
        FinishAsync(scope, lease, RunStatus.Failed, RunGuard.Check(error), cancellationToken);

    public Task<Run> CancelAsync(
        AgentScope scope, RunLease lease, string? reason = null, CancellationToken cancellationToken = default) =>
        FinishAsync(scope, lease, RunStatus.Canceled, Canceled(reason), cancellationToken);

    public async Task<Run> CancelAsync(
        AgentScope scope, Guid runId, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(runId, nameof(runId));

        var row = await WriteAsync(
            scope, FinishStatement(runId, fencingToken: null, RunStatus.Canceled, Canceled(reason)), runId, "cancel", cancellationToken)
            .ConfigureAwait(false);
        var status = RunStatusNames.Parse(row.Status);
        return status == RunStatus.Canceled ? row.ToRun() : throw new InvalidRunStateException(runId, status, "cancel it");
    }

    private async Task<Run> SaveAsync(
        AgentScope scope,
        RunLease lease,
        string? checkpoint,
        string? providerSessionId,
        TimeSpan? duration,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        RunGuard.Check(lease, nameof(lease));

        var statement = database.Statement(RunQueries.Save)
            .Set("RunId", lease.RunId)
            .Set("FencingToken", lease.FencingToken)
            .Set("Checkpoint", checkpoint)
            .Set("ProviderSessionId", providerSessionId)
            .Set("LeaseDuration", duration);
        var row = await WriteAsync(scope, statement, lease.RunId, "write for", cancellationToken).ConfigureAwait(false);
        return row.FencingToken == lease.FencingToken && row.Status == RunStatusNames.Of(RunStatus.Running)
            ? row.ToRun()
            : throw Lost(lease, row);
    }

    private async Task<Run> FinishAsync(
        AgentScope scope, RunLease lease, RunStatus end, RunError? error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        RunGuard.Check(lease, nameof(lease));

        var row = await WriteAsync(
            scope, FinishStatement(lease.RunId, lease.FencingToken, end, error), lease.RunId, "write for", cancellationToken)
            .ConfigureAwait(false);
        var status = RunStatusNames.Parse(row.Status);
        if (row.FencingToken != lease.FencingToken || status is RunStatus.Pending or RunStatus.Running)
        {
            throw Lost(lease, row);
        }

        return status == end ? row.ToRun() : throw new InvalidRunStateException(lease.RunId, status, $"make it {end}");
    }

    /// <summary>Writes, and returns the run as it is then; whether that is what was wanted is for the caller to see.</summary>
    private async Task<RunRow> WriteAsync(
        AgentScope scope, Statement write, Guid runId, string operation, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync<RunRow>(scope, write, GetStatement(runId), cancellationToken).ConfigureAwait(false);
        var row = result.Diagnosis ?? throw new RunNotFoundException(runId);
        return scope.MayWrite(row.UserId) ? row : throw new AccessDeniedException(scope.Access, operation, $"run {runId}");
    }

    private Statement FinishStatement(Guid runId, long? fencingToken, RunStatus end, RunError? error) =>
        database.Statement(RunQueries.Finish)
            .Set("RunId", runId)
            .Set("FencingToken", fencingToken)
            .Set("Status", RunStatusNames.Of(end))
            .Set("Now", time.GetUtcNow())
            .Set("ErrorType", error?.Type)
            .Set("ErrorMessage", error?.Message);

    private static RunError? Canceled(string? reason) =>
        reason is null ? null : new RunError(RunError.Canceled, ToolErrorText.CheckMessage(reason, nameof(reason)));

    private static RunLeaseLostException Lost(RunLease lease, RunRow row) =>
        new(lease.RunId, lease.FencingToken, row.FencingToken, row.Worker, RunStatusNames.Parse(row.Status));
}
