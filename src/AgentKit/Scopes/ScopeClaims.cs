using System.Security.Claims;

namespace AgentKit;

/// <summary>
/// Which claims of an authenticated person say who is asking: the one place where a web host turns <c>HttpContext.User</c> into a scope. A claim
/// that is missing, or there with two values, is refused: nobody gets a scope by accident.
/// </summary>
/// <remarks>
/// Immutable and thread-safe. Put a workspace into a token only where the identity provider vouches for it; never take it from a header or a
/// path that the caller chooses.
/// </remarks>
public sealed record ScopeClaims
{
    /// <summary>The claim that names the tenant. Default: <c>workspace</c>.</summary>
    public string Workspace { get; init; } = "workspace";

    /// <summary>
    /// The claim that names the person. Default: <c>sub</c>; where ASP.NET's handler renames inbound claims, it is
    /// <see cref="ClaimTypes.NameIdentifier"/>.
    /// </summary>
    public string User { get; init; } = "sub";

    /// <summary>The claim that holds roles. Default: <c>role</c>.</summary>
    public string Role { get; init; } = "role";

    /// <summary>The role whose people read all of their workspace. Default: none, so that everybody reads their own rows.</summary>
    public string? AdminRole { get; init; }

    /// <summary>The scope of a person: <see cref="AccessLevel.Admin"/> in the <see cref="AdminRole"/>, else <see cref="AccessLevel.User"/>.</summary>
    /// <param name="principal">Whom the host has authenticated.</param>
    /// <exception cref="ArgumentNullException">There is nobody.</exception>
    /// <exception cref="UnauthorizedAccessException">Nobody is authenticated, or workspace or person are not named exactly once.</exception>
    /// <exception cref="ArgumentException">A name is too long, reserved, or holds a character that PostgreSQL cannot store.</exception>
    public AgentScope ToScope(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (principal.Identity is not { IsAuthenticated: true })
        {
            throw new UnauthorizedAccessException("Nobody is authenticated: the endpoint lets anybody in.");
        }

        // A principal may hold identities that nobody has authenticated, beside one that somebody has.
        var claims = principal.Identities.Where(identity => identity.IsAuthenticated).SelectMany(identity => identity.Claims).ToList();
        var workspace = Single(claims, Workspace);
        var user = Single(claims, User);
        return AdminRole is { } admin && claims.Exists(claim => Is(claim, Role) && claim.Value == admin)
            ? AgentScope.ForAdmin(workspace, user)
            : AgentScope.ForUser(workspace, user);
    }

    private static string Single(List<Claim> claims, string type)
    {
        var values = claims.Where(claim => Is(claim, type)).Select(claim => claim.Value).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        return values is [{ Length: > 0 } value]
            ? value
            : throw new UnauthorizedAccessException($"The claim '{type}' is {(values.Length > 1 ? "ambiguous" : "missing")}.");
    }

    /// <summary>As <see cref="ClaimsPrincipal.FindAll(string)"/> compares types.</summary>
    private static bool Is(Claim claim, string type) => string.Equals(claim.Type, type, StringComparison.OrdinalIgnoreCase);
}
