using System.ClientModel;
using Anthropic.Exceptions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace AgentKit.ChatApi.Errors;

/// <summary>What a client is told about an error: a status for its kind, and details of what it can do something about.</summary>
internal static partial class Problems
{
    private const string Unreadable = "The request cannot be read: its body is not the JSON that is expected, or a parameter is malformed.";

    public static ProblemDetails Of(Exception exception, ILogger logger)
    {
        var problem = Of(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
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
    public static Task AnswerStatusAsync(StatusCodeContext context) =>
        TypedResults.Problem(statusCode: context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext);

    private static ProblemDetails Of(Exception exception) => exception switch
    {
        RunLeaseHeldException => Of(ErrorCategory.Conflict, "The request is being answered already.", isRetryable: true),
        AgentKitException error => Of(error.Category, error.Message, error.IsRetryable),
        BadHttpRequestException error => Of(error.StatusCode, ErrorCategory.InvalidInput, Unreadable, isRetryable: false),
        ArgumentException error => Of(ErrorCategory.InvalidInput, error.Message, isRetryable: false),
        AnthropicException or ClientResultException or HttpRequestException or TaskCanceledException { InnerException: TimeoutException } =>
            Of(ErrorCategory.Model, detail: null, isRetryable: true),
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

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Answered with status {Status}")]
    private static partial void Failed(ILogger logger, Exception exception, int status);
}
