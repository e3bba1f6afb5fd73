using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Benchmarks.Server;

/// <summary>AgentKit as an application has it, with everything on.</summary>
internal static class AgentKitHost
{
    public const string Agent = "support";

    /// <summary>A person: the level at which the policies have the most to check.</summary>
    public static AgentScope Scope { get; } = AgentScope.ForUser(Sample.Workspace, Sample.User);

    public static ServiceProvider CreateProvider(Endpoint endpoint, Action<AgentKitOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services
            .AddAgentKit(options =>
            {
                options.ConnectionString = endpoint.ConnectionString;
                configure?.Invoke(options);
            })
            .AddAgent(new AgentDefinition(Agent, "Support"));
        return services.BuildServiceProvider();
    }
}
