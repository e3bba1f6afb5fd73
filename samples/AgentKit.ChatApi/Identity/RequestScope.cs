using System.Security.Claims;

namespace AgentKit.ChatApi.Identity;

/// <summary>What the claims of the request's user mean to AgentKit: nothing else decides who is asking.</summary>
internal static class RequestScope
{
    public const string WorkspaceClaim = "workspace";
    public const string UserClaim = "sub";
    public const string RoleClaim = "role";

    private static readonly ScopeClaims Claims = new() { Workspace = WorkspaceClaim, User = UserClaim, Role = RoleClaim, AdminRole = "admin" };

    /// <summary>The scope of the user: an admin reads the whole workspace, everybody else their own.</summary>
    public static AgentScope ToAgentScope(this ClaimsPrincipal user) => Claims.ToScope(user);
}
