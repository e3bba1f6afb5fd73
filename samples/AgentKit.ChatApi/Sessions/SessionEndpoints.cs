using System.Security.Claims;
using AgentKit.ChatApi.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentKit.ChatApi.Sessions;

/// <summary>What a chat window needs to show earlier conversations.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sessions", ListAsync);
        endpoints.MapGet("/sessions/{sessionId:guid}/turns", ReadAsync);
    }

    /// <summary>The user's own sessions, the newest first; <c>next</c> is the cursor of the page after.</summary>
    private static async Task<Ok<Page<SessionLine>>> ListAsync(
        ClaimsPrincipal user, ISessionStore sessions, string? cursor = null, int limit = 20, CancellationToken cancellationToken = default)
    {
        var scope = user.ToAgentScope();
        var filter = new SessionFilter { UserId = scope.UserId, Order = SessionOrder.Created, Cursor = cursor, Limit = limit };
        var page = await sessions.ListAsync(scope, filter, cancellationToken);
        return TypedResults.Ok(new Page<SessionLine>([.. page.Items.Select(SessionLine.Of)], page.Next));
    }

    /// <summary>What was said, after the turn with the number <paramref name="after"/>.</summary>
    private static async Task<Ok<IEnumerable<TurnLine>>> ReadAsync(
        Guid sessionId,
        ClaimsPrincipal user,
        ISessionStore sessions,
        long after = 0,
        int limit = 100,
        CancellationToken cancellationToken = default)
    {
        var scope = user.ToAgentScope();
        await sessions.GetAsync(scope, sessionId, cancellationToken); // one that the user may not see is an error, not an empty list
        var turns = await sessions.GetTurnsAsync(scope, sessionId, after, limit, cancellationToken);
        return TypedResults.Ok(turns.Select(TurnLine.Of));
    }
}
