using Microsoft.Extensions.DependencyInjection;

namespace AgentKit;

/// <summary>What follows <see cref="AgentKitServiceCollectionExtensions.AddAgentKit(IServiceCollection, Action{AgentKitOptions})"/>.</summary>
public sealed class AgentKitBuilder
{
    internal AgentKitBuilder(IServiceCollection services, string? database = null)
    {
        Services = services;
        Database = database;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>What the host calls the database, where it has several: the key of its services. <see langword="null"/> for the one without a name.</summary>
    public string? Database { get; }

    /// <summary>
    /// Declares an agent for all workspaces. It is registered in the shared catalogue at the start of the host, or before the first look-up
    /// where there is no generic host; a definition that is registered already changes nothing.
    /// </summary>
    /// <param name="definition">
    /// Checked when it is registered: <see cref="AgentConfigurationException"/> names all of its problems. No two may have the same id or name.
    /// </param>
    /// <exception cref="ArgumentNullException">There is no definition.</exception>
    public AgentKitBuilder AddAgent(AgentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Services.AddKeyedSingleton(Database, new DeclaredAgent(definition));
        return this;
    }
}
