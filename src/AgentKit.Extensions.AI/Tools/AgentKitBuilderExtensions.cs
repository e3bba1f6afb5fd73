using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AgentKit.Extensions.AI;

/// <summary>Adds tools, and the runner that calls them.</summary>
public static class AgentKitBuilderExtensions
{
    /// <summary>Adds a tool made of a method: name, description and JSON schema are taken from it where they are not given.</summary>
    /// <param name="builder">What <see cref="AgentKitServiceCollectionExtensions">AddAgentKit</see> returned.</param>
    /// <param name="method">
    /// What is called. Its parameters are the schema, described by <see cref="System.ComponentModel.DescriptionAttribute"/>; a
    /// <see cref="ToolContext"/>, an <see cref="IServiceProvider"/> and a <see cref="CancellationToken"/> are given by the runner and stay
    /// out of it.
    /// </param>
    /// <param name="name">As agents list it; 1 to 200 characters. Default: the method's name.</param>
    /// <param name="description">What the model is told. Default: the method's description.</param>
    /// <param name="risk">What can go wrong. Default: unspecified, which counts as high.</param>
    /// <exception cref="ArgumentNullException">Builder or method are missing.</exception>
    public static AgentKitBuilder AddTool(
        this AgentKitBuilder builder,
        Delegate method,
        string? name = null,
        string? description = null,
        ToolRisk risk = ToolRisk.Unspecified)
    {
        ArgumentNullException.ThrowIfNull(method);
        return builder.AddTool(new AgentTool(ToolFactory.Create(method, name, description), risk));
    }

    /// <summary>Adds a tool made of a method of one of the host's services.</summary>
    /// <typeparam name="TService">A registered singleton.</typeparam>
    /// <param name="builder">What <see cref="AgentKitServiceCollectionExtensions">AddAgentKit</see> returned.</param>
    /// <param name="method">Names the method: <c>orders => orders.FindAsync</c>. Its parameters are as in the overload above.</param>
    /// <param name="name">As agents list it; 1 to 200 characters. Default: the method's name.</param>
    /// <param name="description">What the model is told. Default: the method's description.</param>
    /// <param name="risk">What can go wrong. Default: unspecified, which counts as high.</param>
    /// <exception cref="ArgumentNullException">Builder or method are missing.</exception>
    public static AgentKitBuilder AddTool<TService>(
        this AgentKitBuilder builder,
        Func<TService, Delegate> method,
        string? name = null,
        string? description = null,
        ToolRisk risk = ToolRisk.Unspecified)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(method);
        return builder.AddTool(services =>
            new AgentTool(ToolFactory.Create(method(services.GetRequiredService<TService>()), name, description), risk));
    }

    /// <summary>Adds a function as it is, with the risk that it declares.</summary>
    /// <param name="builder">What <see cref="AgentKitServiceCollectionExtensions">AddAgentKit</see> returned.</param>
    /// <param name="tool">No two may have the same name.</param>
    /// <exception cref="ArgumentNullException">Builder or tool are missing.</exception>
    public static AgentKitBuilder AddTool(this AgentKitBuilder builder, AgentTool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return builder.AddTool(_ => tool);
    }

    /// <summary>Adds a tool that is made of the host's services.</summary>
    /// <param name="builder">What <see cref="AgentKitServiceCollectionExtensions">AddAgentKit</see> returned.</param>
    /// <param name="tool">Makes it, once.</param>
    /// <exception cref="ArgumentNullException">Builder or function are missing.</exception>
    public static AgentKitBuilder AddTool(this AgentKitBuilder builder, Func<IServiceProvider, AgentTool> tool)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(tool);
        builder.Services.AddKeyedSingleton(builder.Database, (services, _) => tool(services));
        AddRegistry(builder);
        return builder;
    }

    /// <summary>
    /// Adds the <see cref="AgentRunner"/>; for a database with a name, as a service with that key. The model is the host's <see cref="IChatClient"/>: one that is registered under the agent's
    /// <see cref="AgentDefinition.ModelAlias"/> as its key, or else the one without a key.
    /// </summary>
    /// <param name="builder">What <see cref="AgentKitServiceCollectionExtensions">AddAgentKit</see> returned.</param>
    /// <param name="configure">Sets options. May be called more than once: the configurations add up.</param>
    /// <exception cref="ArgumentNullException">The builder is missing.</exception>
    public static AgentKitBuilder AddAgentRunner(this AgentKitBuilder builder, Action<AgentRunnerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var database = builder.Database;
        var options = builder.Services.AddOptions<AgentRunnerOptions>(database);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.Validate(AgentRunnerOptions.IsValid, AgentRunnerOptions.Ranges).ValidateOnStart();
        AddRegistry(builder);
        builder.Services.TryAddKeyedSingleton(database, (services, _) => new AgentRunner(RunServices.Of(services, database)));
        return builder;
    }

    private static void AddRegistry(AgentKitBuilder builder)
    {
        var database = builder.Database;
        builder.Services.TryAddKeyedSingleton(database, (services, _) => new ToolRegistry(
            services.GetKeyedServices<AgentTool>(database),
            services.GetRequiredKeyedService<IAgentRegistry>(database),
            services.GetRequiredService<ILogger<ToolRegistry>>()));
    }
}
