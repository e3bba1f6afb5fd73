using System.Security.Claims;
using AgentKit.ChatApi.Errors;
using AgentKit.ChatApi.Hosting;
using AgentKit.ChatApi.Identity;
using AgentKit.Extensions.AI;

namespace AgentKit.ChatApi.Chat;

/// <summary>Asking, and going on: as a stream of events, or in one piece for those who accept JSON only.</summary>
internal static class ChatEndpoints
{
    public static void MapChat(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/chat", AskAsync);
        endpoints.MapPost("/sessions/{sessionId:guid}/resume", ResumeAsync);
    }

    /// <summary>Answers a message: in the session that is named, or in a new one.</summary>
    private static async Task<IResult> AskAsync(
        ChatRequest request,
        ClaimsPrincipal user,
        HttpContext http,
        ISessionStore sessions,
        AgentRunner runner,
        ChatStream stream,
        CancellationToken cancellationToken)
    {
        if (request.FindProblems() is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        // Session and run have ids that follow from the request: sent again, it finds both, and the model is not asked again.
        var scope = user.ToAgentScope();
        var stop = RunCancellation.Of(http);
        var options = new AgentRunOptions { RunId = request.RequestId ?? Guid.CreateVersion7() };
        var sessionId = request.SessionId ?? (await BeginAsync(scope, options.RunId.Value)).Id;
        return ChatReply.IsAskedFor(http.Request)
            ? TypedResults.Ok(ChatReply.Of(await runner.RunAsync(scope, sessionId, request.Message!, options, stop)))
            : await stream.StartAsync(http, sessionId, runner.RunStreamingAsync(scope, sessionId, request.Message!, options, stop));

        Task<Session> BeginAsync(AgentScope owner, Guid id) => sessions.CreateAsync(
            owner, new NewSession(ChatApp.Agent) { Id = id, Title = SessionTitle.Of(request.Message!) }, cancellationToken);
    }

    /// <summary>Goes on after an approval, or after a worker that died; 204 where there is nothing to do.</summary>
    private static async Task<IResult> ResumeAsync(
        Guid sessionId, ClaimsPrincipal user, HttpContext http, AgentRunner runner, ChatStream stream)
    {
        var scope = user.ToAgentScope();
        var stop = RunCancellation.Of(http);
        if (!ChatReply.IsAskedFor(http.Request))
        {
            return await stream.StartAsync(http, sessionId, runner.ResumeStreamingAsync(scope, sessionId, stop));
        }

        return await runner.ResumeAsync(scope, sessionId, stop) is { } result
            ? TypedResults.Ok(ChatReply.Of(result))
            : TypedResults.NoContent();
    }
}
