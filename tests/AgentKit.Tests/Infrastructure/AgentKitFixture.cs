using AgentKit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Infrastructure;

/// <summary>
/// A migrated database of the test class's own, and AgentKit on it. Tests of a class run one after the other; each takes a workspace of its
/// own, so none sees what another one left.
/// </summary>
public sealed class AgentKitFixture : IAsyncLifetime
{
    /// <summary>An agent without phases, declared by every provider of the fixture.</summary>
    public const string Agent = "support";

    /// <summary>An agent whose sessions go greeting → answering → done, and from answering back to greeting.</summary>
    public const string PhasedAgent = "phased";

    private ThrowawayDatabase? _database;
    private ServiceProvider? _provider;

    public ThrowawayDatabase Database => _database!;

    public IServiceProvider Services => _provider!;

    public ISessionStore Sessions => Get<ISessionStore>();

    public T Get<T>()
        where T : notnull => _provider!.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateMigratedDatabaseAsync();
        _provider = CreateProvider();
    }

    public async Task DisposeAsync()
    {
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>As after a restart of the host: another AgentKit in the place of the one that was.</summary>
    public async Task RestartAsync()
    {
        await _provider!.DisposeAsync();
        _provider = CreateProvider();
    }

    /// <summary>Another AgentKit on the same database, as another process would have; the caller disposes it.</summary>
    public ServiceProvider CreateProvider(Action<AgentKitOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        collection
            .AddAgentKit(options =>
            {
                options.ConnectionString = Database.ConnectionString;
                configure?.Invoke(options);
            })
            .AddAgent(new AgentDefinition(Agent, "Support"))
            .AddAgent(new AgentDefinition(PhasedAgent, "Phased")
            {
                Phases = [new("greeting", "answering"), new("answering", "greeting", "done"), new("done")],
            });
        return collection.BuildServiceProvider();
    }

    public static AgentScope NewUser() => AgentScope.ForUser(NewWorkspace(), "u-1");

    public static AgentScope NewService() => AgentScope.ForService(NewWorkspace());

    public static string NewWorkspace() => $"w-{Guid.NewGuid():N}";
}
