using System.Security.Claims;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Scopes;

/// <summary>What the claims of a request's user mean: exactly one workspace, exactly one person, or nothing.</summary>
public sealed class ScopeClaimsTests
{
    private static readonly ScopeClaims Claims = new() { AdminRole = "admin" };

    [Fact]
    public void ToScope_OfAPerson_IsTheirs()
    {
        var scope = Claims.ToScope(Person("workspace=acme", "sub=u-1", "role=reader"));

        scope.Should().Be(AgentScope.ForUser("acme", "u-1"));
    }

    [Fact]
    public void ToScope_InTheAdminRole_ReadsTheWorkspaceWhereThereIsSuchARole()
    {
        var admin = Person("workspace=acme", "sub=u-1", "role=admin");

        Claims.ToScope(admin).Should().Be(AgentScope.ForAdmin("acme", "u-1"));
        new ScopeClaims().ToScope(admin).Access.Should().Be(AccessLevel.User, "nobody is an admin unless the host says who");
    }

    [Fact]
    public void ToScope_OtherNames_AreReadInTheirPlace()
    {
        var claims = new ScopeClaims { Workspace = "tenant", User = ClaimTypes.NameIdentifier };

        claims.ToScope(Person("tenant=acme", $"{ClaimTypes.NameIdentifier}=u-1")).Should().Be(AgentScope.ForUser("acme", "u-1"));
    }

    [Theory]
    [InlineData("missing", "sub=u-1")]
    [InlineData("missing", "workspace=", "sub=u-1")]
    [InlineData("missing", "workspace=acme")]
    [InlineData("ambiguous", "workspace=acme", "workspace=other", "sub=u-1")]
    [InlineData("ambiguous", "workspace=acme", "sub=u-1", "sub=u-2")]
    public void ToScope_NotNamedExactlyOnce_IsRefused(string why, params string[] claims)
    {
        var scope = () => Claims.ToScope(Person(claims));

        scope.Should().Throw<UnauthorizedAccessException>().WithMessage($"*{why}*");
    }

    [Fact]
    public void ToScope_SameClaimTwice_IsOne() =>
        Claims.ToScope(Person("workspace=acme", "workspace=acme", "sub=u-1")).WorkspaceId.Should().Be("acme");

    [Fact]
    public void ToScope_NobodyAuthenticated_IsRefused()
    {
        var stranger = new ClaimsPrincipal(new ClaimsIdentity([new Claim("workspace", "acme"), new Claim("sub", "u-1")]));

        Claims.Invoking(claims => claims.ToScope(stranger)).Should().Throw<UnauthorizedAccessException>();
        Claims.Invoking(claims => claims.ToScope(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void ToScope_ReservedWorkspace_IsRefused() =>
        Claims.Invoking(claims => claims.ToScope(Person("workspace=*", "sub=u-1"))).Should().Throw<ArgumentException>();

    private static ClaimsPrincipal Person(params string[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Split('=')[0], claim.Split('=')[1])), authenticationType: "test"));
}
