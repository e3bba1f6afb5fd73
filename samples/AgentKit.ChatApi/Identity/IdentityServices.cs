using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace AgentKit.ChatApi.Identity;

/// <summary>Who may use the API: people whose token names a workspace and a user.</summary>
internal static class IdentityServices
{
    /// <summary>The one place to change for a real identity provider; README.md says how.</summary>
    public static void AddIdentity(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        // AddAuthentication without data protection: a bearer token needs none, and it would leave keys in the home folder.
        services.AddAuthenticationCore(options => options.DefaultScheme = DevelopmentTokenHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<DevelopmentTokenOptions, DevelopmentTokenHandler>(
                DevelopmentTokenHandler.SchemeName, options => Bind(options, configuration, environment));

        services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireClaim(RequestScope.WorkspaceClaim)
            .RequireClaim(RequestScope.UserClaim)
            .Build());
    }

    /// <summary>A token that was left in the settings, or was put into them, opens nothing where there are real users.</summary>
    private static void Bind(DevelopmentTokenOptions options, IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            configuration.GetSection("DevelopmentTokens").Bind(options.Tokens);
        }
    }
}
