using System.Security.Claims;
using AgentKit.ChatApi.Errors;
using AgentKit.ChatApi.Identity;

namespace AgentKit.ChatApi.Approvals;

/// <summary>Deciding about a tool call that waits. The session goes on when it is resumed.</summary>
internal static class ApprovalEndpoints
{
    /// <summary>The runner makes one task for each call that waits, with the call as its only step.</summary>
    private const int CallStep = 1;

    public static void MapApprovals(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/approvals/{taskId:guid}", DecideAsync);

    private static async Task<IResult> DecideAsync(
        Guid taskId, ApprovalRequest request, ClaimsPrincipal user, ITaskStore tasks, CancellationToken cancellationToken)
    {
        if (request.Approved is not { } isApproved)
        {
            return Problems.Invalid(new() { ["approved"] = ["Say true or false."] });
        }

        if (request.Comment is { } comment && InputRules.FindTextProblem(comment, NewTask.MaxTextLength) is { } problem)
        {
            return Problems.Invalid(new() { ["comment"] = [problem] });
        }

        var scope = user.ToAgentScope();
        var decision = new NewDecision { Comment = request.Comment };
        var task = isApproved
            ? await tasks.ApproveAsync(scope, taskId, CallStep, decision, cancellationToken)
            : await tasks.RejectAsync(scope, taskId, CallStep, decision, cancellationToken);
        return TypedResults.Ok(new { TaskId = task.Id, task.SessionId, task.Status });
    }
}
