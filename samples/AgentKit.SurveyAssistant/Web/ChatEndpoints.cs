using AgentKit.Extensions.AI;
using AgentKit.SurveyAssistant.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AgentKit.SurveyAssistant.Web;

/// <summary>Asking, and reading what was said. Each error of AgentKit becomes the status that its category stands for.</summary>
internal static class ChatEndpoints
{
    public static void MapChat(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("").AddEndpointFilter(AnswerErrorsAsync);
        group.MapPost("/chat", AskAsync);
        group.MapGet("/sessions/{sessionId:guid}/turns", ReadAsync);
    }

    /// <summary>Answers a message: in the session that is named, or in a new one.</summary>
    private static async Task<Ok<ChatReply>> AskAsync(
        ChatRequest request, HttpContext http, ISessionStore sessions, AgentRunner runner, CancellationToken cancellationToken)
    {
        var scope = RequestScope.Of(http);
        var sessionId = request.SessionId
            ?? (await sessions.CreateAsync(scope, new NewSession(SurveyApp.Agent), cancellationToken)).Id;

        // A client that repeats a request with the same id gets the same answer, and the model is asked once.
        var result = await runner.RunAsync(
            scope, sessionId, request.Message, new AgentRunOptions { RunId = request.RequestId }, cancellationToken);
        return TypedResults.Ok(new ChatReply(sessionId, result.Text, result.Outcome.ToString(), result.Run.InputTokens + result.Run.OutputTokens));
    }

    private static async Task<Ok<IEnumerable<ChatLine>>> ReadAsync(
        Guid sessionId, HttpContext http, ISessionStore sessions, CancellationToken cancellationToken)
    {
        var scope = RequestScope.Of(http);
        await sessions.GetAsync(scope, sessionId, cancellationToken); // one that the scope may not see is an error, not an empty list
        var turns = await sessions.GetTurnsAsync(scope, sessionId, cancellationToken: cancellationToken);
        return TypedResults.Ok(turns.Select(turn => new ChatLine(turn.Number, turn.Role.ToString(), turn.Text)));
    }

    private static async ValueTask<object?> AnswerErrorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (AgentKitException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusOf(error.Category));
        }
        catch (ArgumentException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static int StatusOf(ErrorCategory category) => category switch
    {
        ErrorCategory.NotFound => StatusCodes.Status404NotFound,
        ErrorCategory.AccessDenied => StatusCodes.Status403Forbidden,
        ErrorCategory.Conflict or ErrorCategory.AlreadyExists or ErrorCategory.InvalidState => StatusCodes.Status409Conflict,
        ErrorCategory.Budget => StatusCodes.Status402PaymentRequired,
        ErrorCategory.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
