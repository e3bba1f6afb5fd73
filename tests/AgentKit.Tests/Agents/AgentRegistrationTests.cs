using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Agents;

public sealed class AgentRegistrationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const string Hostile = "Robert'); DROP TABLE agents; -- \"q\" $1 @Name :\"schema\" 🙂 \u0301";

    private readonly IAgentRegistry _agents = fixture.Get<IAgentRegistry>();

    [Fact]
    public async Task RegisterAsync_AllMembers_ReadsBackEqual()
    {
        var scope = AgentKitFixture.NewService();
        var start = new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.FromHours(-5));
        await using var process = fixture.CreateProvider(services: s => s.AddSingleton<TimeProvider>(new FixedTime(start)));
        var definition = new AgentDefinition("a.full-1_x", Hostile)
        {
            Description = Hostile,
            Instructions = Hostile + "\r\n\t\\",
            Model = "provider/model:1",
            ModelAlias = "fast",
            Tools = ["find_order", Hostile, "{a,b}", "NULL"],
            Phases = [new(Hostile, "end", Hostile), new("end")],
            TokenBudget = long.MaxValue,
            Settings = new JsonObject { ["nested"] = new JsonObject { ["big"] = 12345678901234567890m, [Hostile] = null } },
        };

        var registered = await process.GetRequiredService<IAgentRegistry>().RegisterAsync(scope, definition);

        var read = await _agents.GetAsync(scope, definition.Id);
        read.Should().BeEquivalentTo(registered, options => options.Excluding(agent => agent.Definition.Settings));
        read.Definition.Should().BeEquivalentTo(definition, options => options.WithStrictOrdering().Excluding(agent => agent.Settings));
        JsonNode.DeepEquals(read.Definition.Settings, definition.Settings).Should().BeTrue();
        read.Version.Should().Be(1);
        read.DisabledTools.Should().BeEmpty();
        read.IsShared.Should().BeFalse();
        read.RegisteredAt.Should().Be(start);
        read.RegisteredAt.Offset.Should().Be(TimeSpan.Zero);
        read.UpdatedAt.Should().BeAfter(start);
    }

    [Fact]
    public async Task RegisterAsync_OnlyIdAndName_HasDefaults()
    {
        var scope = AgentKitFixture.NewService();

        var agent = await _agents.RegisterAsync(scope, new AgentDefinition("bare", "Bare"));

        agent.Definition.Should().BeEquivalentTo(new AgentDefinition("bare", "Bare"));
        agent.Definition.Instructions.Should().BeEmpty();
        agent.Definition.TokenBudget.Should().BeNull();
    }

    [Fact]
    public async Task RegisterAsync_SameDefinitionAgain_ChangesNothing()
    {
        var scope = AgentKitFixture.NewService();
        var first = await _agents.RegisterAsync(scope, Definition("same"));

        var again = await _agents.RegisterAsync(scope, Definition("same"));

        again.Version.Should().Be(1);
        again.UpdatedAt.Should().Be(first.UpdatedAt);
        again.RegisteredAt.Should().Be(first.RegisteredAt);
    }

    [Fact]
    public async Task RegisterAsync_SameDefinitionAfterInstructionsWereUpdated_KeepsThem()
    {
        var scope = AgentKitFixture.NewService();
        await _agents.RegisterAsync(scope, Definition("kept"));
        await _agents.UpdateInstructionsAsync(scope, "kept", "New instructions");

        var again = await _agents.RegisterAsync(scope, Definition("kept"));

        again.Definition.Instructions.Should().Be("New instructions");
        again.Version.Should().Be(2);
    }

    [Fact]
    public async Task RegisterAsync_AnotherDefinition_ReplacesAllOfItAndRaisesTheVersion()
    {
        var scope = AgentKitFixture.NewService();
        var first = await _agents.RegisterAsync(scope, Definition("replaced") with
        {
            Description = "old",
            Model = "old",
            Phases = [new("p")],
            TokenBudget = 1,
            Settings = new JsonObject { ["old"] = true },
        });
        await _agents.UpdateInstructionsAsync(scope, "replaced", "Updated");

        var second = await _agents.RegisterAsync(scope, new AgentDefinition("replaced", "Another name") { Instructions = "Declared" });

        second.Definition.Should().BeEquivalentTo(new AgentDefinition("replaced", "Another name") { Instructions = "Declared" });
        second.Version.Should().Be(3);
        second.RegisteredAt.Should().Be(first.RegisteredAt);
        second.UpdatedAt.Should().BeAfter(first.UpdatedAt);
    }

    [Fact]
    public async Task RegisterAsync_AnotherDefinition_KeepsDisabledToolsThatItStillHas()
    {
        var scope = AgentKitFixture.NewService();
        await _agents.RegisterAsync(scope, Definition("tools") with { Tools = ["a", "b", "c"] });
        await _agents.SetToolEnabledAsync(scope, "tools", "c", enabled: false);
        await _agents.SetToolEnabledAsync(scope, "tools", "a", enabled: false);

        var without = await _agents.RegisterAsync(scope, Definition("tools") with { Tools = ["b", "a"] });
        var back = await _agents.RegisterAsync(scope, Definition("tools") with { Tools = ["a", "b", "c"] });

        without.DisabledTools.Should().Equal("a");
        back.DisabledTools.Should().Equal("a");
        back.EnabledTools.Should().Equal("b", "c");
    }

    [Fact]
    public async Task RegisterAsync_NameOfAnotherAgent_ThrowsAndChangesNothing()
    {
        var scope = AgentKitFixture.NewService();
        await _agents.RegisterAsync(scope, Definition("one") with { Name = Hostile });
        await _agents.RegisterAsync(scope, Definition("two"));

        var inserting = await FluentActions.Awaiting(() => _agents.RegisterAsync(scope, Definition("three") with { Name = Hostile }))
            .Should().ThrowAsync<AlreadyExistsException>();
        await FluentActions.Awaiting(() => _agents.RegisterAsync(scope, Definition("two") with { Name = Hostile }))
            .Should().ThrowAsync<AlreadyExistsException>();

        inserting.Which.Should().BeEquivalentTo(new { Resource = "agent", Key = "name", Value = Hostile });
        (await _agents.FindAsync(scope, "three")).Should().BeNull();
        (await _agents.GetAsync(scope, "two")).Version.Should().Be(1);
    }

    [Fact]
    public async Task RegisterAsync_NameThatWasGivenUp_IsFree()
    {
        var scope = AgentKitFixture.NewService();
        await _agents.RegisterAsync(scope, Definition("one") with { Name = "Wanted" });
        await _agents.RegisterAsync(scope, Definition("one") with { Name = "Other" });

        var taken = await _agents.RegisterAsync(scope, Definition("two") with { Name = "Wanted" });

        taken.Definition.Name.Should().Be("Wanted");
    }

    [Fact]
    public async Task RegisterAsync_InvalidDefinition_ThrowsBeforeAnythingIsSent()
    {
        var unreachable = new ServiceCollection();
        unreachable.AddAgentKit(options => options.ConnectionString = "Host=127.0.0.1;Port=1");
        await using var provider = unreachable.BuildServiceProvider();
        var agents = provider.GetRequiredService<IAgentRegistry>();

        await FluentActions.Awaiting(() => agents.RegisterAsync(AgentKitFixture.NewService(), new AgentDefinition("", "")))
            .Should().ThrowAsync<AgentConfigurationException>();
    }

    [Fact]
    public async Task RegisterAsync_TwentyProcessesAtOnce_RegisterOneVersion()
    {
        var processes = Enumerable.Range(0, 20).Select(_ => fixture.CreateProvider()).ToList();
        try
        {
            // The race is for the first insertion: one round would often not meet it.
            for (var round = 0; round < 10; round++)
            {
                var scope = AgentKitFixture.NewService();
                var registered = await Task.WhenAll(processes.Select(process => Task.Run(
                    () => process.GetRequiredService<IAgentRegistry>().RegisterAsync(scope, Definition("crowd")))));

                registered.Should().OnlyContain(agent => agent.Version == 1);
                registered.Select(agent => agent.UpdatedAt).Distinct().Should().ContainSingle();
            }
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task RegisterAsync_TwentyDefinitionsAtOnce_CountsEachOnce()
    {
        var scope = AgentKitFixture.NewService();

        var registered = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => _agents.RegisterAsync(scope, Definition("versions") with { Instructions = $"Number {i}" }))));

        registered.Select(agent => agent.Version).Should().BeEquivalentTo(Enumerable.Range(1, 20).Select(i => (long)i));
        var last = registered.Single(agent => agent.Version == 20);
        (await _agents.GetAsync(scope, "versions")).Definition.Instructions.Should().Be(last.Definition.Instructions);
    }

    [Fact]
    public async Task RegisterAsync_TwentyWithOneName_OneHasIt()
    {
        var scope = AgentKitFixture.NewService();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            try
            {
                await _agents.RegisterAsync(scope, new AgentDefinition($"rival-{i}", "Wanted"));
                return true;
            }
            catch (AlreadyExistsException)
            {
                return false;
            }
        })));

        outcomes.Count(won => won).Should().Be(1);
        (await _agents.FindByNameAsync(scope, "Wanted")).Should().NotBeNull();
    }

    private static AgentDefinition Definition(string id) => new(id, $"The {id}") { Instructions = "As declared", Tools = ["a"] };
}
