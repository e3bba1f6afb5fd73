using System.Diagnostics;

namespace AgentKit.Infrastructure;

/// <summary>One call of the database while somebody listens: its span, its duration, and how often it was sent.</summary>
/// <param name="telemetry">Who is told.</param>
/// <param name="operation">The name of the query that the call is about.</param>
/// <param name="span">Its span, where it is sampled.</param>
/// <param name="owns">Whether the span ends with the call.</param>
internal sealed class CallObservation(Telemetry telemetry, string operation, Activity? span, bool owns) : IDisposable
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private int _attempts;
    private string? _errorType;
    private string? _sqlState;

    /// <summary>It is sent: for the first time, or again.</summary>
    public void AttemptBegins()
    {
        if (++_attempts == 1)
        {
            return;
        }

        _errorType ??= typeof(DatabaseUnavailableException).FullName; // of a transaction, which is retried after nothing else
        telemetry.Retried(operation, _errorType);
        span?.AddEvent(new ActivityEvent("agentkit.retry", tags: new()
        {
            { TelemetryTags.Attempt, _attempts },
            { TelemetryTags.ErrorType, _errorType },
        }));
        (_errorType, _sqlState) = (null, null);
    }

    public void Failed(Exception exception)
    {
        _errorType = SpanErrors.TypeOf(exception);
        _sqlState = SpanErrors.SqlStateOf(exception);
    }

    /// <summary>It has failed for good.</summary>
    public void GivenUp(Exception exception)
    {
        Failed(exception);
        if (owns)
        {
            span.Fail(exception); // of another's it is for the other to say: the operation may succeed all the same
        }
    }

    public void Dispose()
    {
        telemetry.CallEnded(operation, Stopwatch.GetElapsedTime(_begun), _errorType, _sqlState);
        if (_attempts > 1)
        {
            span?.SetTag(TelemetryTags.Attempts, _attempts);
        }

        if (owns)
        {
            span?.Dispose();
        }
    }
}
