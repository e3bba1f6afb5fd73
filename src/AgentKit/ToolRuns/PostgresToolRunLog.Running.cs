using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresToolRunLog
{
    public Task<TResult> RunAsync<TInput, TResult>(
        AgentScope scope,
        Guid sessionId,
        string toolName,
        TInput input,
        Func<CancellationToken, Task<TResult>> tool,
        CancellationToken cancellationToken = default)
    {
        var toolRun = new NewToolRun(sessionId, toolName, InputOf(input)) { Id = Guid.CreateVersion7(time.GetUtcNow()) };
        return RunAsync(scope, toolRun, tool, cancellationToken);
    }

    public async Task<TResult> RunAsync<TResult>(
        AgentScope scope,
        NewToolRun toolRun,
        Func<CancellationToken, Task<TResult>> tool,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(toolRun);
        ArgumentNullException.ThrowIfNull(tool);
        if (toolRun.IsPending)
        {
            throw new ArgumentException("A tool run that waits is not run now.", nameof(toolRun));
        }

        var key = (scope.WorkspaceId, toolRun.Id);
        if (!_executing.TryAdd(key, default))
        {
            throw NotAgain(toolRun.Id, ToolRunStatus.Running);
        }

        try
        {
            var startedAt = await BeginAsync(scope, toolRun, cancellationToken).ConfigureAwait(false);
            return await ExecuteAsync(scope, toolRun, startedAt, tool, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _executing.TryRemove(key, out _);
        }
    }

    /// <summary>Logs the start, and makes sure that it is the start of this call: a tool is not run twice under one id.</summary>
    private async Task<DateTimeOffset> BeginAsync(AgentScope scope, NewToolRun toolRun, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var start = await StartAtAsync(scope, toolRun, now, cancellationToken).ConfigureAwait(false);

        // The reply to the first sending may have been lost, so that a second one found what this call had written.
        var row = start.Diagnosis!;
        var isOwn = start.Applied
            || (row.Status == ToolRunStatusNames.Of(ToolRunStatus.Running)
                && row.Worker == WorkerName.OfThisProcess
                && row.StartedAt?.UtcTicks / TimeSpan.TicksPerMicrosecond == now.UtcTicks / TimeSpan.TicksPerMicrosecond);
        if (!isOwn)
        {
            throw NotAgain(toolRun.Id, ToolRunStatusNames.Parse(row.Status));
        }

        return now;
    }

    private async Task<TResult> ExecuteAsync<TResult>(
        AgentScope scope,
        NewToolRun toolRun,
        DateTimeOffset startedAt,
        Func<CancellationToken, Task<TResult>> tool,
        CancellationToken cancellationToken)
    {
        // The duration is the tool's own, without what it took to log the start: with connecting and migrating, that may be seconds.
        var begun = time.GetTimestamp();
        DateTimeOffset End() => startedAt + time.GetElapsedTime(begun);

        TResult result;
        try
        {
            result = await (telemetry.ObservesTools
                ? telemetry.RunToolAsync(scope, toolRun, tool, cancellationToken)
                : tool(cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await LogEndAsync(scope, toolRun, End(), at => new(ToolRunStatus.Canceled, at)).ConfigureAwait(false);
            throw;
        }
        catch (Exception exception) // whatever it is, it is logged and thrown on
        {
            await LogEndAsync(scope, toolRun, End(), at => new(ToolRunStatus.Failed, at, Error: ToolErrorText.Of(exception))).ConfigureAwait(false);
            throw;
        }

        await LogEndAsync(scope, toolRun, End(), at => new(ToolRunStatus.Succeeded, at, OutputOf(toolRun, result))).ConfigureAwait(false);
        return result;
    }

    /// <summary>Never throws, and is not cancelled with the tool: from here on the outcome is the caller's.</summary>
    private async Task LogEndAsync(AgentScope scope, NewToolRun toolRun, DateTimeOffset at, Func<DateTimeOffset, ToolRunEnd> endAt)
    {
        ToolRunEnd? end = null;
        try
        {
            end = endAt(at);
            await CompleteAsync(scope, toolRun.Id, end, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) // also a data source that the host has disposed, or an exception whose message throws
        {
            ToolRunLogging.EndNotLogged(logger, exception, toolRun.ToolName, end?.Status, toolRun.Id);
        }
    }

    private JsonElement InputOf<TInput>(TInput input)
    {
        if (input is string text)
        {
            TextGuard.Text(text, int.MaxValue, nameof(input)); // a serializer would put U+FFFD for half a surrogate pair, without a word
        }

        try
        {
            return ToolPayload.Of(input, options.SerializerOptions);
        }
        catch (Exception exception) // a serializer runs the host's code, which may throw anything
        {
            throw new ArgumentException("The input cannot be serialized.", nameof(input), exception);
        }
    }

    private string OutputOf<TResult>(NewToolRun toolRun, TResult result)
    {
        var json = ToolPayload.WriteResult(result, options.SerializerOptions, options.Limits.ToolPayloadBytes, out var problem);
        if (problem is not null)
        {
            ToolRunLogging.OutputNotLogged(logger, toolRun.ToolName, toolRun.Id, problem);
        }

        return json;
    }

    private static InvalidToolRunStateException NotAgain(Guid toolRunId, ToolRunStatus status) =>
        new(toolRunId, status, "run it again");
}
