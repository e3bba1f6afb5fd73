using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentKit.Infrastructure;

internal sealed partial class Telemetry
{
    private readonly Histogram<double> _toolDuration;

    public bool ObservesTools => Source.HasListeners() || _toolDuration.Enabled;

    /// <summary>Runs a tool in a span of its own. What it is given and what it answers are not told.</summary>
    public async Task<TResult> RunToolAsync<TResult>(
        AgentScope scope, NewToolRun toolRun, Func<CancellationToken, Task<TResult>> tool, CancellationToken cancellationToken)
    {
        using var span = StartToolSpan(scope, toolRun);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var result = await tool(cancellationToken).ConfigureAwait(false);
            ToolEnded(toolRun.ToolName, "succeeded", begun, failure: null);
            return result;
        }
        catch (Exception exception) // whatever it is, it is told and thrown on
        {
            var isCanceled = exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
            ToolEnded(toolRun.ToolName, isCanceled ? "canceled" : "failed", begun, exception);
            span.Fail(exception);
            throw;
        }
    }

    private Activity? StartToolSpan(AgentScope scope, NewToolRun toolRun)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var tags = new TagList
        {
            { TelemetryTags.GenAIOperation, "execute_tool" },
            { TelemetryTags.ToolName, toolRun.ToolName },
            { TelemetryTags.ToolType, "function" },
            { TelemetryTags.ToolRunId, toolRun.Id.ToString() },
        };
        _database.AddNameTo(ref tags);
        AddSubject(ref tags, scope, toolRun.SessionId);
        if (toolRun.ToolUseId is { } call)
        {
            tags.Add(TelemetryTags.ToolCallId, call);
        }

        if (toolRun.RunId is { } run)
        {
            tags.Add(TelemetryTags.RunId, run.ToString());
        }

        return Source.StartActivity($"execute_tool {toolRun.ToolName}", ActivityKind.Internal, default(ActivityContext), tags);
    }

    private void ToolEnded(string toolName, string outcome, long begun, Exception? failure)
    {
        if (!_toolDuration.Enabled)
        {
            return;
        }

        var tags = new TagList { { TelemetryTags.ToolName, toolName }, { TelemetryTags.Outcome, outcome } };
        if (failure is not null)
        {
            tags.Add(TelemetryTags.ErrorType, SpanErrors.TypeOf(failure));
        }

        _database.AddNameTo(ref tags);
        _toolDuration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, tags);
    }
}
