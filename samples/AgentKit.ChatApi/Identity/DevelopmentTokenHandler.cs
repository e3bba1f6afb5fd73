using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AgentKit.ChatApi.Identity;

/// <summary>Stands in for an identity provider: reads a bearer token, and makes the claims that a real one would carry.</summary>
internal sealed class DevelopmentTokenHandler(
    IOptionsMonitor<DevelopmentTokenOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<DevelopmentTokenOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals(SchemeName, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (header.Parameter is null || !Options.Tokens.TryGetValue(header.Parameter, out var user))
        {
            return Task.FromResult(AuthenticateResult.Fail("Unknown token."));
        }

        List<Claim> claims = [new(RequestScope.WorkspaceClaim, user.Workspace), new(RequestScope.UserClaim, user.User)];
        if (user.Role is { Length: > 0 } role)
        {
            claims.Add(new(RequestScope.RoleClaim, role));
        }

        var identity = new ClaimsIdentity(claims, Scheme.Name, RequestScope.UserClaim, RequestScope.RoleClaim);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = SchemeName;
        return base.HandleChallengeAsync(properties);
    }
}
