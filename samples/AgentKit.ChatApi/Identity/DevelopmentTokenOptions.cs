using Microsoft.AspNetCore.Authentication;

namespace AgentKit.ChatApi.Identity;

/// <summary>The tokens of <c>appsettings.Development.json</c>. In any other environment there are none, and nobody gets in.</summary>
internal sealed class DevelopmentTokenOptions : AuthenticationSchemeOptions
{
    public Dictionary<string, DevelopmentUser> Tokens { get; } = new(StringComparer.Ordinal);
}
