using System.Collections.Concurrent;
using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;

namespace AgentKit;

/// <summary>The tool runs in PostgreSQL. Its partial files follow the contract: start and record, completion, running, reading, sweeping.</summary>
internal sealed partial class PostgresToolRunLog(
    Database database,
    ToolRunGroups groups,
    ToolRunEndGroups endGroups,
    AgentKitOptions options,
    TimeProvider time,
    Telemetry telemetry,
    ILogger<PostgresToolRunLog> logger) : IToolRunLog
{
    /// <summary>The tool runs that this process executes right now.</summary>
    private readonly ConcurrentDictionary<(string Workspace, Guid ToolRun), byte> _executing = new();

    public async Task<ToolRun> StartAsync(AgentScope scope, NewToolRun toolRun, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var start = await StartAtAsync(scope, toolRun, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return start.Diagnosis!.ToToolRun();
    }

    public async Task<ToolRun> RecordAsync(AgentScope scope, CompletedToolRun toolRun, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ToolRunGuard.Check(toolRun);

        var status = StatusOf(toolRun);
        var recorded = await WriteAsync(
            scope,
            toolRun.RunId,
            () => GroupedToolRun.Of(scope, toolRun, status, time.GetUtcNow(), options.Limits.ToolPayloadBytes),
            () => WriteByItselfAsync(
                scope, RecordStatement(toolRun), toolRun.SessionId, toolRun.RunId, toolRun.Id, toolRun.ToolName, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var row = recorded.Diagnosis!;
        return row.Status == ToolRunStatusNames.Of(status)
            ? row.ToToolRun()
            : throw new InvalidToolRunStateException(toolRun.Id, ToolRunStatusNames.Parse(row.Status), $"record it as {status}");
    }

    private Task<WriteResult<ToolRunOutcomeRow>> StartAtAsync(
        AgentScope scope, NewToolRun toolRun, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ToolRunGuard.Check(toolRun);
        Task<WriteResult<ToolRunOutcomeRow>> ByItselfAsync() => WriteByItselfAsync(
            scope, StartStatement(toolRun, now), toolRun.SessionId, toolRun.RunId, toolRun.Id, toolRun.ToolName, cancellationToken);
        return toolRun.IsPending
            ? ByItselfAsync()
            : WriteAsync(
                scope,
                toolRun.RunId,
                () => GroupedToolRun.Of(scope, toolRun, now, options.Limits.ToolPayloadBytes),
                ByItselfAsync,
                cancellationToken);
    }

    /// <summary>Inserts with others, unless it is for an agent's run, which a group does not look for.</summary>
    private Task<WriteResult<ToolRunOutcomeRow>> WriteAsync(
        AgentScope scope,
        Guid? runId,
        Func<GroupedToolRun> prepare,
        Func<Task<WriteResult<ToolRunOutcomeRow>>> byItself,
        CancellationToken cancellationToken) =>
        runId is null && groups.Takes(scope)
            ? groups.WriteAsync(
                scope, prepare, static row => new WriteResult<ToolRunOutcomeRow>(Applied: true, row), byItself, cancellationToken)
            : byItself();

    /// <summary>Inserts, unless it is there already; what is returned is there.</summary>
    private async Task<WriteResult<ToolRunOutcomeRow>> WriteByItselfAsync(
        AgentScope scope, Statement write, Guid sessionId, Guid? runId, Guid toolRunId, string toolName, CancellationToken cancellationToken)
    {
        write
            .Set("SessionId", sessionId)
            .Set("RunId", runId)
            .Set("ToolRunId", toolRunId)
            .Set("ToolName", toolName)
            .WhenViolated(Constraints.RowSecurity, () => new AccessDeniedException(scope.Access, "log tool runs in", $"session {sessionId}"))
            .WhenViolated(Constraints.ToolRunRun, () => new RunNotFoundException(runId.GetValueOrDefault()));
        var outcome = database.Statement(ToolRunQueries.Outcome)
            .Set("SessionId", sessionId)
            .Set("RunId", runId)
            .Set("ToolRunId", toolRunId)
            .Set("ToolName", toolName);

        var result = await database.WriteAsync<ToolRunOutcomeRow>(scope, write, outcome, cancellationToken).ConfigureAwait(false);
        return result.Diagnosis switch
        {
            null => throw new SessionNotFoundException(sessionId),
            { IsFound: true } => result,
            { IsRunFound: false } => throw new RunNotFoundException(runId.GetValueOrDefault()),
            _ => throw new AlreadyExistsException("tool run", "id", toolRunId.ToString()),
        };
    }

    private Statement StartStatement(NewToolRun toolRun, DateTimeOffset now) =>
        database.Statement(ToolRunQueries.Start)
            .Set("Now", now)
            .Set("StartedAt", toolRun.IsPending ? (DateTimeOffset?)null : now)
            .Set("TurnNumber", toolRun.TurnNumber)
            .Set("Attempt", toolRun.Attempt)
            .Set("Status", ToolRunStatusNames.Of(toolRun.IsPending ? ToolRunStatus.Pending : ToolRunStatus.Running))
            .Set("ToolUseId", toolRun.ToolUseId)
            .Set("Worker", toolRun.IsPending ? null : WorkerName.OfThisProcess)
            .Set("Input", ToolPayload.Write(toolRun.Input, options.Limits.ToolPayloadBytes, nameof(toolRun.Input)));

    private Statement RecordStatement(CompletedToolRun toolRun)
    {
        var limit = options.Limits.ToolPayloadBytes;
        var error = toolRun.Error is null ? null : ToolErrorText.Check(toolRun.Error);
        return database.Statement(ToolRunQueries.Record)
            .Set("Now", time.GetUtcNow())
            .Set("StartedAt", toolRun.StartedAt)
            .Set("CompletedAt", toolRun.StartedAt + toolRun.Duration)
            .Set("TurnNumber", toolRun.TurnNumber)
            .Set("Attempt", toolRun.Attempt)
            .Set("Status", ToolRunStatusNames.Of(StatusOf(toolRun)))
            .Set("ToolUseId", toolRun.ToolUseId)
            .Set("Worker", WorkerName.OfThisProcess)
            .Set("ErrorType", error?.Type)
            .Set("ErrorMessage", error?.Message)
            .Set("Input", ToolPayload.Write(toolRun.Input, limit, nameof(toolRun.Input)))
            .Set("Output", toolRun.Output is { } output ? ToolPayload.Write(output, limit, nameof(toolRun.Output)) : null);
    }

    private static ToolRunStatus StatusOf(CompletedToolRun toolRun) => toolRun switch
    {
        { Output: not null } => ToolRunStatus.Succeeded,
        { Error: not null } => ToolRunStatus.Failed,
        _ => ToolRunStatus.Canceled,
    };
}
