using AgentKit.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Infrastructure;

public sealed class ScopePreambleTests
{
    private readonly ScopePreamble _preamble = new(new QueryCatalog(new SqlTemplate("agentkit", "agentkit_app")), new AgentKitOptions());

    /// <summary>Nothing to go by must never mean the rights to all.</summary>
    [Fact]
    public void ForGroup_OfUsersWithoutDigits_IsRefused() =>
        _preamble.Invoking(p => p.ForGroup(isOfService: false, [], [])).Should().Throw<InvalidOperationException>();

    [Fact]
    public void ForGroup_OfServicesWithDigits_IsRefused() =>
        _preamble.Invoking(p => p.ForGroup(isOfService: true, ["aa"], ["ana"])).Should().Throw<InvalidOperationException>();

    [Fact]
    public void ForGroup_OfEither_EntersItsRights()
    {
        _preamble.ForGroup(isOfService: true, [], []).Should().ContainSingle();
        _preamble.ForGroup(isOfService: false, ["aa"], ["ana"]).Should().HaveCount(2);
    }
}
