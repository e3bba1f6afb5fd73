using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresToolRunLog
{
    /// <summary>A completion that was refused, while the diagnosis sees no reason for it, met a tool run that was started in between.</summary>
    private const int MaxResends = 3;

    public Task<ToolRun> SucceedAsync(
        AgentScope scope, Guid toolRunId, JsonElement output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var json = ToolPayload.Write(output, options.Limits.ToolPayloadBytes, nameof(output));
        return CompleteAsync(scope, toolRunId, new(ToolRunStatus.Succeeded, time.GetUtcNow(), json), cancellationToken);
    }

    public Task<ToolRun> FailAsync(
        AgentScope scope, Guid toolRunId, ToolError error, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var kept = ToolErrorText.Check(error);
        return CompleteAsync(scope, toolRunId, new(ToolRunStatus.Failed, time.GetUtcNow(), Error: kept), cancellationToken);
    }

    public Task<ToolRun> CancelAsync(
        AgentScope scope, Guid toolRunId, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var kept = reason is null ? null : new ToolError(ToolError.Canceled, ToolErrorText.CheckMessage(reason, nameof(reason)));
        return CompleteAsync(scope, toolRunId, new(ToolRunStatus.Canceled, time.GetUtcNow(), Error: kept), cancellationToken);
    }

    private Task<ToolRun> CompleteAsync(AgentScope scope, Guid toolRunId, ToolRunEnd end, CancellationToken cancellationToken) =>
        endGroups.Takes(scope)
            ? endGroups.WriteAsync(
                scope,
                toolRunId,
                () => new GroupedToolRunEnd(scope, toolRunId, end),
                row => row.ToToolRun(),
                _ => CompleteByItselfAsync(scope, toolRunId, end, cancellationToken),
                cancellationToken)
            : CompleteByItselfAsync(scope, toolRunId, end, cancellationToken);

    private async Task<ToolRun> CompleteByItselfAsync(AgentScope scope, Guid toolRunId, ToolRunEnd end, CancellationToken cancellationToken)
    {
        var completed = await database.SingleOrDefaultAsync<ToolRunRow>(
            scope, CompleteStatement(toolRunId, end), cancellationToken).ConfigureAwait(false);
        return completed is null
            ? await CompleteAgainAsync(scope, toolRunId, end, cancellationToken).ConfigureAwait(false)
            : completed.ToToolRun();
    }

    /// <summary>It is completed already, or refused: sent again with the question why, which is not asked each time.</summary>
    private async Task<ToolRun> CompleteAgainAsync(AgentScope scope, Guid toolRunId, ToolRunEnd end, CancellationToken cancellationToken)
    {
        for (var resends = 0; ; resends++)
        {
            var result = await database.WriteAsync<ToolRunRow>(
                scope, CompleteStatement(toolRunId, end), GetStatement(toolRunId), cancellationToken).ConfigureAwait(false);
            var row = result.Diagnosis ?? throw new ToolRunNotFoundException(toolRunId);
            if (!scope.MayWrite(row.UserId))
            {
                throw new AccessDeniedException(scope.Access, "complete", $"tool run {toolRunId}");
            }

            var status = ToolRunStatusNames.Parse(row.Status);
            if (status == end.Status)
            {
                return row.ToToolRun();
            }

            if (IsFinal(status) || resends == MaxResends)
            {
                throw new InvalidToolRunStateException(toolRunId, status, $"make it {end.Status}");
            }
        }
    }

    private Statement CompleteStatement(Guid toolRunId, ToolRunEnd end) =>
        database.Statement(ToolRunQueries.Complete)
            .Set("ToolRunId", toolRunId)
            .Set("Status", ToolRunStatusNames.Of(end.Status))
            .Set("Now", end.At)
            .Set("Output", end.Output)
            .Set("ErrorType", end.Error?.Type)
            .Set("ErrorMessage", end.Error?.Message);

    private static bool IsFinal(ToolRunStatus status) =>
        status is ToolRunStatus.Succeeded or ToolRunStatus.Failed or ToolRunStatus.Canceled;
}
