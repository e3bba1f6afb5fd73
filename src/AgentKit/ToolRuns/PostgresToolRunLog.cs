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
        var entry = ToolRunEntry.Of(scope, toolRun, time.GetUtcNow(), options.Limits.ToolPayloadBytes);
        var recorded = await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
        var row = recorded.Diagnosis!;
        return row.Status == ToolRunStatusNames.Of(entry.Status)
            ? row.ToToolRun()
            : throw new InvalidToolRunStateException(toolRun.Id, ToolRunStatusNames.Parse(row.Status), $"record it as {entry.Status}");
    }

    private Task<WriteResult<ToolRunRow>> StartAtAsync(
        AgentScope scope, NewToolRun toolRun, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(ToolRunEntry.Of(scope, toolRun, now, options.Limits.ToolPayloadBytes), cancellationToken);

    /// <summary>Inserts, with others where there are any, unless it is there already; what is returned is there.</summary>
    private Task<WriteResult<ToolRunRow>> WriteAsync(ToolRunEntry entry, CancellationToken cancellationToken) =>
        entry.MayTravel && groups.Takes(entry.Scope)
            ? groups.WriteAsync(
                entry.Scope,
                entry.Id,
                () => entry,
                static row => new WriteResult<ToolRunRow>(Applied: true, row),
                _ => WriteByItselfAsync(entry, cancellationToken),
                cancellationToken)
            : WriteByItselfAsync(entry, cancellationToken);

    /// <summary>
    /// What was inserted says all there is to say. Where nothing was, it is sent again with the question why: asked each time, that was a quarter of
    /// what a start costs the server.
    /// </summary>
    private async Task<WriteResult<ToolRunRow>> WriteByItselfAsync(ToolRunEntry entry, CancellationToken cancellationToken)
    {
        var inserted = await database.SingleOrDefaultAsync<ToolRunRow>(
            entry.Scope, entry.RunId is null ? InsertStatement(entry) : WriteStatement(entry), cancellationToken).ConfigureAwait(false);
        return inserted is null
            ? await WriteAgainAsync(entry, cancellationToken).ConfigureAwait(false)
            : new(Applied: true, inserted);
    }

    /// <summary>It is there already, waits to begin, or is refused.</summary>
    private async Task<WriteResult<ToolRunRow>> WriteAgainAsync(ToolRunEntry entry, CancellationToken cancellationToken)
    {
        var outcome = database.Statement(ToolRunQueries.Outcome)
            .Set("SessionId", entry.SessionId)
            .Set("RunId", entry.RunId)
            .Set("ToolRunId", entry.Id)
            .Set("ToolName", entry.ToolName);
        var result = await database.WriteAsync<ToolRunOutcomeRow>(
            entry.Scope, WriteStatement(entry), outcome, cancellationToken).ConfigureAwait(false);
        return result.Diagnosis switch
        {
            null => throw new SessionNotFoundException(entry.SessionId.GetValueOrDefault()),
            { IsFound: true } row => new(result.Applied, row),
            { IsRunFound: false } => throw new RunNotFoundException(entry.RunId.GetValueOrDefault()),
            _ => throw new AlreadyExistsException("tool run", "id", entry.Id.ToString()),
        };
    }

    private Statement InsertStatement(ToolRunEntry entry) => AddEnd(Fill(ToolRunQueries.Insert, entry), entry).As(NameOf(entry));

    private Statement WriteStatement(ToolRunEntry entry)
    {
        var statement = Fill(NameOf(entry), entry).Set("RunId", entry.RunId);
        return entry.IsStart ? statement : AddEnd(statement, entry);
    }

    private static string NameOf(ToolRunEntry entry) => entry.IsStart ? ToolRunQueries.Start : ToolRunQueries.Record;

    private Statement Fill(string query, ToolRunEntry entry) =>
        database.Statement(query)
            .Set("ToolRunId", entry.Id)
            .Set("SessionId", entry.SessionId)
            .Set("ToolName", entry.ToolName)
            .Set("Now", entry.CreatedAt)
            .Set("StartedAt", entry.StartedAt)
            .Set("TurnNumber", entry.TurnNumber)
            .Set("Attempt", entry.Attempt)
            .Set("Status", ToolRunStatusNames.Of(entry.Status))
            .Set("ToolUseId", entry.ToolUseId)
            .Set("Worker", entry.Worker)
            .Set("Input", entry.Input)
            .WhenViolated(constraint => constraint switch
            {
                Constraints.RowSecurity => new AccessDeniedException(entry.Scope.Access, "log tool runs in", $"session {entry.SessionId}"),
                Constraints.ToolRunRun => new RunNotFoundException(entry.RunId.GetValueOrDefault()),
                _ => null,
            });

    private static Statement AddEnd(Statement statement, ToolRunEntry entry) =>
        statement
            .Set("CompletedAt", entry.CompletedAt)
            .Set("ErrorType", entry.Error?.Type)
            .Set("ErrorMessage", entry.Error?.Message)
            .Set("Output", entry.Output);
}
