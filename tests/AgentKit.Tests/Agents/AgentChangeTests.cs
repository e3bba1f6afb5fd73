using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Agents;

public sealed class AgentChangeTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IAgentRegistry _agents = fixture.Get<IAgentRegistry>();

    [Fact]
    public async Task UpdateInstructionsAsync_NewOnes_RaisesTheVersionAndIsSeenAtOnce()
    {
        var (scope, first) = await RegisterAsync();
        await _agents.GetAsync(scope, "helper"); // into the cache

        var updated = await _agents.UpdateInstructionsAsync(scope, "helper", "It's \"new\"; 🙂 -- $1\n");

        updated.Definition.Instructions.Should().Be("It's \"new\"; 🙂 -- $1\n");
        updated.Version.Should().Be(2);
        updated.UpdatedAt.Should().BeAfter(first.UpdatedAt);
        (await _agents.GetAsync(scope, "helper")).Should().BeEquivalentTo(updated);
    }

    [Fact]
    public async Task UpdateInstructionsAsync_SameOnes_ChangesNothing()
    {
        var (scope, _) = await RegisterAsync();
        var first = await _agents.UpdateInstructionsAsync(scope, "helper", "New");

        var again = await _agents.UpdateInstructionsAsync(scope, "helper", "New");

        again.Should().BeEquivalentTo(first);
        again.Version.Should().Be(2);
    }

    [Fact]
    public async Task UpdateInstructionsAsync_EmptyOnes_AreAllowed()
    {
        var (scope, _) = await RegisterAsync();

        (await _agents.UpdateInstructionsAsync(scope, "helper", "")).Definition.Instructions.Should().BeEmpty();
    }

    [Fact]
    public async Task UpdateInstructionsAsync_WhatCannotBeStored_ThrowsArgumentException()
    {
        var (scope, _) = await RegisterAsync();

        foreach (var instructions in new[] { "a\0b", "\ud800", null })
        {
            await FluentActions.Awaiting(() => _agents.UpdateInstructionsAsync(scope, "helper", instructions!))
                .Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task UpdateInstructionsAsync_TooLong_ThrowsArgumentException()
    {
        var (scope, _) = await RegisterAsync();

        await _agents.UpdateInstructionsAsync(scope, "helper", new string('i', 100_000));
        await FluentActions.Awaiting(() => _agents.UpdateInstructionsAsync(scope, "helper", new string('i', 100_001)))
            .Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Changes_OfAnAgentThatIsNotThereOrOnlyShared_ThrowNotFound()
    {
        var scope = AgentKitFixture.NewService();

        foreach (var id in new[] { "nobody", AgentKitFixture.Agent })
        {
            (await FluentActions.Awaiting(() => _agents.UpdateInstructionsAsync(scope, id, "New"))
                .Should().ThrowAsync<AgentNotFoundException>()).Which.AgentId.Should().Be(id);
            await FluentActions.Awaiting(() => _agents.SetToolEnabledAsync(scope, id, "a", enabled: false))
                .Should().ThrowAsync<AgentNotFoundException>();
            (await _agents.UnregisterAsync(scope, id)).Should().BeFalse();
        }

        (await _agents.GetAsync(scope, AgentKitFixture.Agent)).Version.Should().Be(1);
    }

    [Fact]
    public async Task SetToolEnabledAsync_OffAndOn_SwitchesTheTool()
    {
        var (scope, _) = await RegisterAsync();

        var off = await _agents.SetToolEnabledAsync(scope, "helper", "b'; --", enabled: false);
        (await _agents.GetToolsAsync(scope, "helper")).Should().Equal("a", "c");
        var on = await _agents.SetToolEnabledAsync(scope, "helper", "b'; --", enabled: true);

        off.DisabledTools.Should().Equal("b'; --");
        off.Version.Should().Be(2);
        on.DisabledTools.Should().BeEmpty();
        on.Version.Should().Be(3);
        (await _agents.GetToolsAsync(scope, "helper")).Should().Equal("a", "b'; --", "c");
    }

    [Fact]
    public async Task SetToolEnabledAsync_AsItIsAlready_ChangesNothing()
    {
        var (scope, first) = await RegisterAsync();

        var stillOn = await _agents.SetToolEnabledAsync(scope, "helper", "a", enabled: true);
        var off = await _agents.SetToolEnabledAsync(scope, "helper", "a", enabled: false);
        var stillOff = await _agents.SetToolEnabledAsync(scope, "helper", "a", enabled: false);

        stillOn.Should().BeEquivalentTo(first);
        stillOff.Should().BeEquivalentTo(off);
        stillOff.Version.Should().Be(2);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("A")]
    public async Task SetToolEnabledAsync_UnknownTool_ThrowsAndChangesNothing(string tool)
    {
        var (scope, _) = await RegisterAsync();

        var error = await FluentActions.Awaiting(() => _agents.SetToolEnabledAsync(scope, "helper", tool, enabled: false))
            .Should().ThrowAsync<AgentConfigurationException>();

        error.Which.AgentId.Should().Be("helper");
        error.Which.Problems.Should().ContainSingle().Which.Should().Contain(tool);
        (await _agents.GetAsync(scope, "helper")).Version.Should().Be(1);
    }

    [Fact]
    public async Task SetToolEnabledAsync_TwentyToolsAtOnce_LosesNone()
    {
        var scope = AgentKitFixture.NewService();
        string[] tools = [.. Enumerable.Range(0, 20).Select(i => $"tool-{i}")];
        await _agents.RegisterAsync(scope, new AgentDefinition("busy", "Busy") { Tools = tools });

        await Task.WhenAll(tools.Select(tool => Task.Run(() => _agents.SetToolEnabledAsync(scope, "busy", tool, enabled: false))));

        var agent = await _agents.GetAsync(scope, "busy");
        agent.DisabledTools.Should().BeEquivalentTo(tools);
        agent.EnabledTools.Should().BeEmpty();
        agent.Version.Should().Be(21);
    }

    [Fact]
    public async Task SetToolEnabledAsync_OneToolTwentyTimesAtOnce_ChangesItOnce()
    {
        var (scope, _) = await RegisterAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            () => _agents.SetToolEnabledAsync(scope, "helper", "a", enabled: false))));

        results.Should().OnlyContain(agent => agent.Version == 2 && agent.DisabledTools.Count == 1);
    }

    [Fact]
    public async Task UpdateInstructionsAsync_TwentyAtOnce_CountsEach()
    {
        var (scope, _) = await RegisterAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => _agents.UpdateInstructionsAsync(scope, "helper", $"Number {i}"))));

        results.Select(agent => agent.Version).Should().OnlyHaveUniqueItems();
        var last = results.Single(agent => agent.Version == 21);
        (await _agents.GetAsync(scope, "helper")).Definition.Instructions.Should().Be(last.Definition.Instructions);
    }

    [Fact]
    public async Task UnregisterAsync_Registered_RemovesItOnce()
    {
        var (scope, _) = await RegisterAsync();

        var removed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _agents.UnregisterAsync(scope, "helper"))));

        removed.Count(done => done).Should().Be(1);
        (await _agents.FindAsync(scope, "helper")).Should().BeNull();
        await FluentActions.Awaiting(() => _agents.GetAsync(scope, "helper")).Should().ThrowAsync<AgentNotFoundException>();
        (await _agents.RegisterAsync(scope, new AgentDefinition("helper", "Helper"))).Version.Should().Be(1);
    }

    [Fact]
    public async Task UnregisterAsync_AgentWithSessions_LeavesThem()
    {
        var (scope, _) = await RegisterAsync();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession("helper"));

        await _agents.UnregisterAsync(scope, "helper");

        (await fixture.Sessions.GetAsync(scope, session.Id)).AgentId.Should().Be("helper");
        await FluentActions.Awaiting(() => fixture.Sessions.CreateAsync(scope, new NewSession("helper")))
            .Should().ThrowAsync<AgentNotFoundException>();
    }

    private async Task<(AgentScope Scope, RegisteredAgent Agent)> RegisterAsync()
    {
        var scope = AgentKitFixture.NewService();
        return (scope, await _agents.RegisterAsync(scope, new AgentDefinition("helper", "Helper")
        {
            Instructions = "As declared",
            Tools = ["a", "b'; --", "c"],
        }));
    }
}
