using System.Diagnostics;
using AgentKit.ChatApi.Model;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace AgentKit.ChatApi.Errors;

/// <summary>What a client is told about an error: a status for its kind, and details of what it can do something about.</summary>
internal static partial class Problems
{
    private const string Unreadable = "The request cannot be read: its body is not the JSON that is expected, or a parameter is malformed.";

    public static ProblemDetails Of(Exception exception, HttpContext http, ILogger logger)
    {
        var problem = Of(exception);
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier; // by which the log finds it
        if (exception is ModelFailedException failure)
        {
            ModelFailed(logger, problem.Status!.Value, failure.Message, failure.Cause);
        }
        else if (exception is not OperationCanceledException && problem.Status >= StatusCodes.Status500InternalServerError)
        {
            Failed(logger, exception, problem.Status.Value);
        }

        return problem;
    }

    /// <summary>A request that was read and is not accepted, with what is wrong by member.</summary>
    public static IResult Invalid(Dictionary<string, string[]> problems) =>
        TypedResults.ValidationProblem(
            problems, extensions: new Dictionary<string, object?> { ["category"] = ErrorCategory.InvalidInput, ["retryable"] = false });

    /// <summary>A body for the statuses that the framework answers by itself: no user, no such route, JSON that cannot be read.</summary>
    public static Task AnswerStatusAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        ErrorCategory? category = status switch
        {
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => ErrorCategory.AccessDenied,
            StatusCodes.Status404NotFound => ErrorCategory.NotFound,
            < StatusCodes.Status500InternalServerError => ErrorCategory.InvalidInput,
            _ => null,
        };
        return TypedResults.Problem(Of(status, category, detail: null, isRetryable: false)).ExecuteAsync(context.HttpContext);
    }

    private static ProblemDetails Of(Exception exception) => exception switch
    {
        RunLeaseHeldException => Of(ErrorCategory.Conflict, "The request is being answered already.", isRetryable: true),
        AgentKitException error => Of(error.Category, error.Message, error.IsRetryable),
        BadHttpRequestException error => Of(error.StatusCode, ErrorCategory.InvalidInput, Unreadable, isRetryable: false),

        // The client is there, or nobody would ask for an answer: so it is the host that stops.
        OperationCanceledException => Of(ErrorCategory.Unavailable, detail: null, isRetryable: true),
        _ => Of(StatusCodes.Status500InternalServerError, category: null, detail: null, isRetryable: false),
    };

    private static ProblemDetails Of(ErrorCategory category, string? detail, bool isRetryable) =>
        Of(StatusOf(category), category, detail, isRetryable);

    private static ProblemDetails Of(int status, ErrorCategory? category, string? detail, bool isRetryable) => new()
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Detail = status < StatusCodes.Status500InternalServerError ? detail : null, // the rest is for the log
        Extensions = { ["category"] = category, ["retryable"] = isRetryable },
    };

    private static int StatusOf(ErrorCategory category) => category switch
    {
        ErrorCategory.InvalidInput => StatusCodes.Status400BadRequest,
        ErrorCategory.Budget => StatusCodes.Status402PaymentRequired,
        ErrorCategory.AccessDenied => StatusCodes.Status403Forbidden,
        ErrorCategory.NotFound => StatusCodes.Status404NotFound,
        ErrorCategory.Conflict or ErrorCategory.AlreadyExists or ErrorCategory.InvalidState => StatusCodes.Status409Conflict,
        ErrorCategory.Model or ErrorCategory.Tool => StatusCodes.Status502BadGateway,
        ErrorCategory.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Answered with status {Status}: {Problem} {Cause}")]
    private static partial void ModelFailed(ILogger logger, int status, string problem, string cause);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Answered with status {Status}")]
    private static partial void Failed(ILogger logger, Exception exception, int status);
}
