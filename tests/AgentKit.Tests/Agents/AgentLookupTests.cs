using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Agents;

/// <summary>What a workspace finds: its own agents, shared ones that they do not hide, and nothing of anybody else's.</summary>
public sealed class AgentLookupTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IAgentRegistry _agents = fixture.Get<IAgentRegistry>();

    [Fact]
    public async Task GetAsync_SharedAgent_IsFoundFromEveryWorkspace()
    {
        await _agents.RegisterAsync(AgentScope.Shared, new AgentDefinition("common", "Common"));

        foreach (var scope in new[] { AgentKitFixture.NewUser(), AgentKitFixture.NewService(), AgentScope.Shared })
        {
            var agent = await _agents.GetAsync(scope, "common");
            agent.IsShared.Should().BeTrue();
            agent.Definition.Name.Should().Be("Common");
        }
    }

    [Fact]
    public async Task GetAsync_OwnAgentOfTheSameId_HidesTheSharedOneHereOnly()
    {
        var scope = AgentKitFixture.NewService();
        await _agents.RegisterAsync(AgentScope.Shared, new AgentDefinition("hidden", "Shared"));
        (await _agents.GetAsync(scope, "hidden")).IsShared.Should().BeTrue();

        await _agents.RegisterAsync(scope, new AgentDefinition("hidden", "Own"));

        var own = await _agents.GetAsync(scope, "hidden");
        own.IsShared.Should().BeFalse();
        own.Definition.Name.Should().Be("Own");
        (await _agents.GetAsync(AgentKitFixture.NewService(), "hidden")).Definition.Name.Should().Be("Shared");

        await _agents.UnregisterAsync(scope, "hidden");
        (await _agents.GetAsync(scope, "hidden")).Definition.Name.Should().Be("Shared");
    }

    [Fact]
    public async Task SharedChange_OfACachedAgent_IsSeenAtOnceInAllWorkspaces()
    {
        var scopes = new[] { AgentKitFixture.NewUser(), AgentKitFixture.NewService() };
        await _agents.RegisterAsync(AgentScope.Shared, new AgentDefinition("moving", "Moving"));
        foreach (var scope in scopes)
        {
            (await _agents.GetAsync(scope, "moving")).Definition.Instructions.Should().BeEmpty();
        }

        await _agents.UpdateInstructionsAsync(AgentScope.Shared, "moving", "New");

        foreach (var scope in scopes)
        {
            (await _agents.GetAsync(scope, "moving")).Definition.Instructions.Should().Be("New");
        }

        await _agents.UnregisterAsync(AgentScope.Shared, "moving");
        foreach (var scope in scopes)
        {
            (await _agents.FindAsync(scope, "moving")).Should().BeNull();
        }
    }

    [Fact]
    public async Task EveryReading_FromAnotherWorkspace_FindsNothing()
    {
        var owner = AgentKitFixture.NewService();
        await _agents.RegisterAsync(owner, new AgentDefinition("secret", "Secret") { Tools = ["a"] });
        await _agents.GetAsync(owner, "secret"); // in the cache, under the owner's workspace only

        foreach (var other in new[] { AgentKitFixture.NewService(), AgentKitFixture.NewUser(), AgentScope.Shared })
        {
            (await _agents.FindAsync(other, "secret")).Should().BeNull();
            (await _agents.FindByNameAsync(other, "Secret")).Should().BeNull();
            (await _agents.ListAsync(other)).Should().NotContain(agent => agent.Definition.Id == "secret");
            await FluentActions.Awaiting(() => _agents.GetToolsAsync(other, "secret")).Should().ThrowAsync<AgentNotFoundException>();
        }
    }

    [Fact]
    public async Task EveryChange_FromAnotherWorkspace_TouchesNothing()
    {
        var owner = AgentKitFixture.NewService();
        await _agents.RegisterAsync(owner, new AgentDefinition("target", "Target") { Tools = ["a"] });
        var other = AgentKitFixture.NewService();

        await _agents.RegisterAsync(other, new AgentDefinition("target", "Target") { Instructions = "Other" });
        await _agents.UpdateInstructionsAsync(other, "target", "Changed");
        (await _agents.UnregisterAsync(other, "target")).Should().BeTrue();

        var agent = await _agents.FindByNameAsync(owner, "Target");
        agent!.Version.Should().Be(1);
        agent.Definition.Instructions.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Plain")]
    [InlineData("O'Brien's \"agent\"; DROP TABLE agents; -- 🙂 % _ @Name $1")]
    public async Task FindByNameAsync_ExactName_FindsIt(string name)
    {
        var scope = AgentKitFixture.NewService();
        await _agents.RegisterAsync(scope, new AgentDefinition("named", name));

        (await _agents.FindByNameAsync(scope, name))!.Definition.Id.Should().Be("named");
        (await _agents.FindByNameAsync(scope, name.ToUpperInvariant())).Should().BeNull();
        (await _agents.FindByNameAsync(scope, "%")).Should().BeNull();
    }

    [Fact]
    public async Task FindByNameAsync_OwnAndShared_FollowsWhatHidesWhat()
    {
        var scope = AgentKitFixture.NewService();
        await _agents.RegisterAsync(AgentScope.Shared, new AgentDefinition("by-name", "Shared by name"));
        (await _agents.FindByNameAsync(scope, "Shared by name"))!.IsShared.Should().BeTrue();
        (await _agents.FindByNameAsync(AgentScope.Shared, "Shared by name"))!.IsShared.Should().BeTrue();

        await _agents.RegisterAsync(scope, new AgentDefinition("by-name", "Own by name"));
        (await _agents.FindByNameAsync(scope, "Shared by name")).Should().BeNull();
        (await _agents.FindByNameAsync(scope, "Own by name"))!.IsShared.Should().BeFalse();

        await _agents.RegisterAsync(scope, new AgentDefinition("other-id", "Shared by name"));
        (await _agents.FindByNameAsync(scope, "Shared by name"))!.Definition.Id.Should().Be("other-id");
    }

    [Fact]
    public async Task ListAsync_OwnAndShared_AreInOrderAndNoneTwice()
    {
        var scope = AgentKitFixture.NewService();
        await _agents.RegisterAsync(AgentScope.Shared, new AgentDefinition("list-b", "Shared B"));
        await _agents.RegisterAsync(AgentScope.Shared, new AgentDefinition("list-d", "Shared D"));
        foreach (var id in new[] { "list-e", "list-b", "list-a", "list.c" })
        {
            await _agents.RegisterAsync(scope, new AgentDefinition(id, $"Own {id}"));
        }

        var listed = await _agents.ListAsync(scope);

        listed.Select(agent => agent.Definition.Id).Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
        var names = listed.Where(agent => agent.Definition.Id.StartsWith("list", StringComparison.Ordinal)).Select(agent => agent.Definition.Name);
        names.Should().Equal("Own list-a", "Own list-b", "Shared D", "Own list-e", "Own list.c");
        (await _agents.ListAsync(AgentScope.Shared)).Should().OnlyContain(agent => agent.IsShared);
    }

    [Fact]
    public async Task Reading_ImpossibleArguments_ThrowsArgumentException()
    {
        var scope = AgentKitFixture.NewUser();

        foreach (var id in new[] { "", " ", "a\0", "\ud800", new string('a', 101) })
        {
            await FluentActions.Awaiting(() => _agents.FindAsync(scope, id)).Should().ThrowAsync<ArgumentException>();
        }

        await FluentActions.Awaiting(() => _agents.FindByNameAsync(scope, new string('n', 201))).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => _agents.FindAsync(null!, "a")).Should().ThrowAsync<ArgumentNullException>();
        (await _agents.FindAsync(scope, "Not A Slug'; --")).Should().BeNull();
    }

    [Fact]
    public async Task EveryMethod_CanceledToken_Throws()
    {
        var scope = AgentKitFixture.NewService();
        var canceled = new CancellationToken(canceled: true);
        await _agents.RegisterAsync(scope, new AgentDefinition("a", "A") { Tools = ["t"] });
        await _agents.GetAsync(scope, "a");

        Func<Task>[] calls =
        [
            () => _agents.RegisterAsync(scope, new AgentDefinition("b", "B"), canceled),
            () => _agents.GetAsync(scope, "a", canceled),
            () => _agents.FindAsync(scope, "a", canceled),
            () => _agents.FindByNameAsync(scope, "A", canceled),
            () => _agents.ListAsync(scope, canceled),
            () => _agents.GetToolsAsync(scope, "a", canceled),
            () => _agents.UpdateInstructionsAsync(scope, "a", "x", canceled),
            () => _agents.SetToolEnabledAsync(scope, "a", "t", enabled: false, canceled),
            () => _agents.UnregisterAsync(scope, "a", canceled),
        ];
        foreach (var call in calls)
        {
            await call.Should().ThrowAsync<OperationCanceledException>();
        }

        (await _agents.FindByNameAsync(scope, "A"))!.Version.Should().Be(1);
    }
}
