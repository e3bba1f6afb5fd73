using System.Security.Claims;

namespace AgentKit.ChatApi.Identity;

/// <summary>What the claims of the request's user mean to AgentKit: nothing else decides who is asking.</summary>
internal static class RequestScope
{
    public const string WorkspaceClaim = "workspace";
    public const string UserClaim = "sub";
    public const string RoleClaim = "role";

    private const string Admin = "admin";

    /// <summary>The scope of the user: an admin reads the whole workspace, everybody else their own.</summary>
    public static AgentScope ToAgentScope(this ClaimsPrincipal user)
    {
        var workspace = user.FindFirstValue(WorkspaceClaim) ?? throw new InvalidOperationException("The endpoint lets anybody in.");
        var id = user.FindFirstValue(UserClaim) ?? throw new InvalidOperationException("The endpoint lets anybody in.");
        return user.HasClaim(RoleClaim, Admin) ? AgentScope.ForAdmin(workspace, id) : AgentScope.ForUser(workspace, id);
    }
}
