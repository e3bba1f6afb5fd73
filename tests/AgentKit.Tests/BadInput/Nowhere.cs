using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.BadInput;

/// <summary>AgentKit without a database: what is sent ends in an error that is none of an argument.</summary>
internal static class Nowhere
{
    public static ServiceProvider Create(Action<AgentKitBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var builder = services.AddAgentKit(options =>
        {
            options.ConnectionString = "Host=127.0.0.1;Port=1;Username=nobody;Database=nowhere";
            options.Resilience.TransientRetries = 0;
        });
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
