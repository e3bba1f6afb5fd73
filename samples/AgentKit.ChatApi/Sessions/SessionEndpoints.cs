using System.Security.Claims;
using AgentKit.ChatApi.Errors;
using AgentKit.ChatApi.Identity;

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
    private static async Task<IResult> ListAsync(
        ClaimsPrincipal user, ISessionStore sessions, string? cursor = null, int limit = 20, CancellationToken cancellationToken = default)
    {
        if (InputRules.FindLimitProblem(limit) is { } problem)
        {
            return Problems.Invalid(new() { ["limit"] = [problem] });
        }

        var scope = user.ToAgentScope();
        var filter = new SessionFilter { UserId = scope.UserId, Order = SessionOrder.Created, Cursor = cursor, Limit = limit };
        try
        {
            var page = await sessions.ListAsync(scope, filter, cancellationToken);
            return TypedResults.Ok(new Page<SessionLine>([.. page.Items.Select(SessionLine.Of)], page.Next));
        }
        catch (ArgumentException) when (cursor is not null)
        {
            return Problems.Invalid(new() { ["cursor"] = ["It does not belong to this list."] });
        }
    }

    /// <summary>What was said, after the turn with the number <paramref name="after"/>.</summary>
    private static async Task<IResult> ReadAsync(
        Guid sessionId,
        ClaimsPrincipal user,
        ISessionStore sessions,
        long after = 0,
        int limit = 100,
        CancellationToken cancellationToken = default)
    {
        if (after < 0)
        {
            return Problems.Invalid(new() { ["after"] = ["0 or more."] });
        }

        if (InputRules.FindLimitProblem(limit) is { } problem)
        {
            return Problems.Invalid(new() { ["limit"] = [problem] });
        }

        var scope = user.ToAgentScope();
        await sessions.GetAsync(scope, sessionId, cancellationToken); // one that the user may not see is an error, not an empty list
        var turns = await sessions.GetTurnsAsync(scope, sessionId, after, limit, cancellationToken);
        return TypedResults.Ok(turns.Select(TurnLine.Of));
    }
}
