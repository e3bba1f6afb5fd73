using System.Diagnostics;

namespace AgentKit.Extensions.AI;

/// <summary>How a failure is told. A model's own message may hold what it was asked, and is not.</summary>
internal static class GenAIErrors
{
    /// <summary>The SQLSTATE, where PostgreSQL has told one; else the full name of the exception's type.</summary>
    public static string TypeOf(Exception exception) => exception switch
    {
        DatabaseException { SqlState: { } state } => state,
        DatabaseUnavailableException { SqlState: { } state } => state,
        _ => exception.GetType().FullName!,
    };

    public static void Fail(this Activity? span, Exception exception)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag(GenAITags.ErrorType, TypeOf(exception));
        if (exception is AgentKitException known)
        {
            span.SetTag(GenAITags.ErrorCategory, known.Category.ToString());
        }

        span.SetStatus(ActivityStatusCode.Error, (exception as AgentKitException)?.Message);
    }
}
