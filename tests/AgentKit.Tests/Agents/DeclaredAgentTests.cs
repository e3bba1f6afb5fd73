using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AgentKit.Tests.Agents;

/// <summary>Agents that the host declares in code, through a real generic host. Each test has a database: the shared catalogue is one.</summary>
public sealed class DeclaredAgentTests
{
    private static readonly AgentDefinition Declared = new("declared", "Declared") { Instructions = "As declared", Tools = ["a"] };

    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Start_OfAHost_RegistersThemInTheSharedCatalogue()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        using var host = Host(database.ConnectionString, Declared, new("second", "Second"));

        await host.StartAsync();

        // Another process, which declares nothing: it can only find what the start has written.
        await using var other = Provider(database.ConnectionString);
        var agents = await other.GetRequiredService<IAgentRegistry>().ListAsync(_scope);
        agents.Select(agent => agent.Definition.Id).Should().Equal("declared", "second");
        agents.Should().OnlyContain(agent => agent.IsShared && agent.Version == 1);
        await host.StopAsync();
    }

    [Fact]
    public async Task Start_WithUpdatedInstructions_KeepsThem()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await RunAsync(database.ConnectionString, [Declared], agents =>
            agents.UpdateInstructionsAsync(AgentScope.Shared, "declared", "Updated"));

        await RunAsync(database.ConnectionString, [Declared], async agents =>
        {
            var agent = await agents.GetAsync(_scope, "declared");
            agent.Definition.Instructions.Should().Be("Updated");
            agent.Version.Should().Be(2);
        });
    }

    [Fact]
    public async Task Start_WithChangedDeclaration_ReplacesIt()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await RunAsync(database.ConnectionString, [Declared], agents =>
            agents.UpdateInstructionsAsync(AgentScope.Shared, "declared", "Updated"));

        await RunAsync(database.ConnectionString, [Declared with { Model = "m-2" }], async agents =>
        {
            var agent = await agents.GetAsync(_scope, "declared");
            agent.Definition.Should().BeEquivalentTo(Declared with { Model = "m-2" });
            agent.Version.Should().Be(3);
        });
    }

    [Fact]
    public async Task Start_AfterUnregistering_BringsItBack()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await RunAsync(database.ConnectionString, [Declared], async agents =>
        {
            (await agents.UnregisterAsync(AgentScope.Shared, "declared")).Should().BeTrue();
            (await agents.FindAsync(_scope, "declared")).Should().BeNull();
        });

        await RunAsync(database.ConnectionString, [Declared], async agents =>
            (await agents.GetAsync(_scope, "declared")).Version.Should().Be(1));
    }

    [Fact]
    public async Task Start_OfTwentyHostsAtOnce_RegistersOneVersion()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        var hosts = Enumerable.Range(0, 20).Select(_ => Host(database.ConnectionString, Declared, new("second", "Second"))).ToList();

        await Task.WhenAll(hosts.Select(host => Task.Run(() => host.StartAsync())));

        var agents = await hosts[0].Services.GetRequiredService<IAgentRegistry>().ListAsync(_scope);
        agents.Should().HaveCount(2).And.OnlyContain(agent => agent.Version == 1);
        hosts.ForEach(host => host.Dispose());
    }

    [Fact]
    public async Task FirstCall_WithoutAHost_RegistersThem()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        Func<IAgentRegistry, Task>[] calls =
        [
            async agents => (await agents.GetAsync(_scope, "declared")).IsShared.Should().BeTrue(),
            async agents => (await agents.FindAsync(_scope, "declared")).Should().NotBeNull(),
            async agents => (await agents.FindByNameAsync(_scope, "Declared")).Should().NotBeNull(),
            async agents => (await agents.ListAsync(_scope)).Should().HaveCount(1),
            async agents => (await agents.GetToolsAsync(_scope, "declared")).Should().Equal("a"),
            agents => agents.UpdateInstructionsAsync(AgentScope.Shared, "declared", "New"),
            agents => agents.SetToolEnabledAsync(AgentScope.Shared, "declared", "a", enabled: false),
            async agents => (await agents.UnregisterAsync(AgentScope.Shared, "declared")).Should().BeTrue(),
        ];

        foreach (var call in calls)
        {
            await using var provider = Provider(database.ConnectionString, Declared);
            await call(provider.GetRequiredService<IAgentRegistry>());
            await provider.GetRequiredService<IAgentRegistry>().UnregisterAsync(AgentScope.Shared, "declared");
        }
    }

    [Fact]
    public async Task FirstCalls_ManyAtOnce_AllFindThem()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = Provider(database.ConnectionString, Declared);
        var agents = provider.GetRequiredService<IAgentRegistry>();

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => agents.GetAsync(_scope, "declared"))));

        found.Should().OnlyContain(agent => agent.Version == 1);
    }

    [Fact]
    public async Task Start_WithAnInvalidAgent_FailsAndRegistersNone()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        using var host = Host(database.ConnectionString, Declared, new("Not a slug", "Bad"));

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<AgentConfigurationException>())
            .Which.AgentId.Should().Be("Not a slug");

        await using var other = Provider(database.ConnectionString);
        (await other.GetRequiredService<IAgentRegistry>().ListAsync(_scope)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("declared", "Other")]
    [InlineData("other", "Declared")]
    public async Task Start_WithTwoOfTheSameIdOrName_Fails(string id, string name)
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        using var host = Host(database.ConnectionString, Declared, new(id, name));

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<AgentConfigurationException>())
            .Which.AgentId.Should().Be(id);
    }

    [Fact]
    public async Task Start_OnADatabaseWithoutSchema_FailsEvenWithoutAgents()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        using var host = Host(database.ConnectionString);

        await ShouldRefuseAsync(() => host.StartAsync());
    }

    [Fact]
    public async Task FirstCall_AfterAFailedOne_TriesAgain()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var provider = Provider(database.ConnectionString, Declared);
        var agents = provider.GetRequiredService<IAgentRegistry>();
        await ShouldRefuseAsync(() => agents.GetAsync(_scope, "declared"));

        await provider.GetRequiredService<IMigrator>().UpAsync();

        (await agents.GetAsync(_scope, "declared")).IsShared.Should().BeTrue();
    }

    /// <summary>What is missed first, the schema or the role, depends on whether another test has made the role, which is the server's.</summary>
    private static async Task ShouldRefuseAsync(Func<Task> call) =>
        (await call.Should().ThrowAsync<AgentKitException>())
            .Which.Should().Match(error => error is SchemaVersionException || error is IsolationException);

    private static async Task RunAsync(string connectionString, AgentDefinition[] declared, Func<IAgentRegistry, Task> work)
    {
        using var host = Host(connectionString, declared);
        await host.StartAsync();
        await work(host.Services.GetRequiredService<IAgentRegistry>());
        await host.StopAsync();
    }

    private static IHost Host(string connectionString, params AgentDefinition[] declared)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        Add(builder.Services, connectionString, declared);
        return builder.Build();
    }

    private static ServiceProvider Provider(string connectionString, params AgentDefinition[] declared)
    {
        var services = new ServiceCollection();
        Add(services, connectionString, declared);
        return services.BuildServiceProvider();
    }

    private static void Add(IServiceCollection services, string connectionString, AgentDefinition[] declared)
    {
        var builder = services.AddAgentKit(options => options.ConnectionString = connectionString);
        foreach (var definition in declared)
        {
            builder.AddAgent(definition);
        }
    }
}
