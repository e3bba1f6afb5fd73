using System.Diagnostics;

namespace AgentKit.Infrastructure;

/// <summary>How a failure is told: its type, and for the library's own errors their category, SQLSTATE and message, which names only ids.</summary>
internal static class SpanErrors
{
    /// <summary>The SQLSTATE, where PostgreSQL has told one; else the full name of the exception's type. One of few, never a message.</summary>
    public static string TypeOf(Exception exception) => SqlStateOf(exception) ?? exception.GetType().FullName!;

    public static string? SqlStateOf(Exception exception) => exception switch
    {
        DatabaseException failed => failed.SqlState,
        DatabaseUnavailableException unavailable => unavailable.SqlState,
        _ => null,
    };

    /// <summary>Marks a span as failed. Messages of others may hold what a tool or a model was given, and are not told.</summary>
    public static void Fail(this Activity? span, Exception exception)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag(TelemetryTags.ErrorType, TypeOf(exception));
        span.SetTag(TelemetryTags.SqlState, SqlStateOf(exception));
        if (exception is AgentKitException known)
        {
            span.SetTag(TelemetryTags.ErrorCategory, known.Category.ToString());
        }

        span.SetStatus(ActivityStatusCode.Error, (exception as AgentKitException)?.Message);
    }
}
