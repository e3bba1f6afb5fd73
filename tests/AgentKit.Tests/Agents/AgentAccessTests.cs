using AgentKit.Infrastructure;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Agents;

/// <summary>Everybody in a workspace reads its agents; only a service changes them. The database says so too.</summary>
public sealed class AgentAccessTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly AgentDefinition Definition = new("guarded", "Guarded") { Tools = ["a"] };

    private readonly IAgentRegistry _agents = fixture.Get<IAgentRegistry>();
    private readonly Database _database = fixture.Get<Database>();

    [Theory]
    [InlineData(AccessLevel.User)]
    [InlineData(AccessLevel.Admin)]
    public async Task Reading_AsAPerson_IsAllowed(AccessLevel level)
    {
        var person = await RegisterAsync(level);

        (await _agents.GetAsync(person, "guarded")).Definition.Name.Should().Be("Guarded");
        (await _agents.FindByNameAsync(person, "Guarded")).Should().NotBeNull();
        (await _agents.ListAsync(person)).Should().Contain(agent => agent.Definition.Id == "guarded");
        (await _agents.GetToolsAsync(person, "guarded")).Should().Equal("a");
    }

    [Theory]
    [InlineData(AccessLevel.User)]
    [InlineData(AccessLevel.Admin)]
    public async Task Changes_AsAPerson_AreDenied(AccessLevel level)
    {
        var person = await RegisterAsync(level);

        Func<Task>[] calls =
        [
            () => _agents.RegisterAsync(person, new AgentDefinition("mine", "Mine")),
            () => _agents.RegisterAsync(person, Definition with { Instructions = "Mine" }),
            () => _agents.UpdateInstructionsAsync(person, "guarded", "Mine"),
            () => _agents.SetToolEnabledAsync(person, "guarded", "a", enabled: false),
            () => _agents.UnregisterAsync(person, "guarded"),
        ];
        foreach (var call in calls)
        {
            (await call.Should().ThrowAsync<AccessDeniedException>()).Which.Level.Should().Be(level);
        }

        var agent = await _agents.FindByNameAsync(person, "Guarded");
        agent!.Version.Should().Be(1);
        (await _agents.FindAsync(person, "mine")).Should().BeNull();
    }

    [Theory]
    [InlineData(AccessLevel.User)]
    [InlineData(AccessLevel.Admin)]
    public async Task Statements_AsAPersonWithoutTheLibrarysCheck_AreRefusedByTheDatabase(AccessLevel level)
    {
        var person = await RegisterAsync(level);

        await FluentActions.Awaiting(() => SendAsync(person, Register("mine", "Mine"))).Should().ThrowAsync<AccessDeniedException>();
        await FluentActions.Awaiting(() => SendAsync(person, Register("guarded", "Mine"))).Should().ThrowAsync<AccessDeniedException>();
        Statement[] silent =
        [
            Statement(AgentQueries.UpdateInstructions).Set("Instructions", "Mine"),
            Statement(AgentQueries.SetToolEnabled).Set("ToolName", "a").Set("Enabled", false),
            Statement(AgentQueries.Unregister),
        ];
        foreach (var statement in silent)
        {
            var result = await SendAsync(person, statement);
            result.Applied.Should().BeFalse();
            result.Diagnosis!.Version.Should().Be(1);
        }
    }

    private Statement Statement(string query) => _database.Statement(query).Set("AgentId", "guarded");

    private Statement Register(string id, string name) => _database.Statement(AgentQueries.Register)
        .Set("Now", DateTimeOffset.UtcNow)
        .Set("TokenBudget", (long?)null)
        .Set("AgentId", id)
        .Set("Name", name)
        .Set("DefinitionHash", "another")
        .Set("Model", (string?)null)
        .Set("ModelAlias", (string?)null)
        .Set("Description", (string?)null)
        .Set("Tools", Array.Empty<string>())
        .Set("Phases", "[]")
        .Set("Settings", "{}")
        .Set("Instructions", "");

    private Task<WriteResult<AgentRow>> SendAsync(AgentScope scope, Statement write) =>
        _database.WriteAsync<AgentRow>(scope, write, Statement(AgentQueries.Get), CancellationToken.None).AsTask();

    private async Task<AgentScope> RegisterAsync(AccessLevel level)
    {
        var workspace = AgentKitFixture.NewWorkspace();
        await _agents.RegisterAsync(AgentScope.ForService(workspace), Definition);
        return level == AccessLevel.User ? AgentScope.ForUser(workspace, "u-1") : AgentScope.ForAdmin(workspace, "u-1");
    }
}
