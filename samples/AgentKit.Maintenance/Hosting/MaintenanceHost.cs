using AgentKit.Maintenance.Working;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentKit.Maintenance.Hosting;

/// <summary>The service under a generic host.</summary>
internal static class MaintenanceHost
{
    /// <summary>AgentKit itself looks at the same two places.</summary>
    public static bool HasDatabase(string[] args)
    {
        var configuration = CreateBuilder(args).Configuration;
        return !string.IsNullOrWhiteSpace(configuration.GetConnectionString("AgentKit"))
            || !string.IsNullOrWhiteSpace(configuration[AgentKitOptions.ConnectionStringVariable]);
    }

    public static async Task<int> RunAsync(string[] args)
    {
        using var host = Create(args);
        using var metrics = new ConsoleMetrics(Console.Out);
        await host.RunAsync();
        metrics.Print();
        return 0;
    }

    /// <summary>Makes the host; the caller runs and disposes it.</summary>
    public static IHost Create(string[] args, Action<HostApplicationBuilder>? configure = null)
    {
        var builder = CreateBuilder(args);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Services.AddAgentKit(builder.Configuration.GetSection("AgentKit"));
        builder.Services.AddHealthChecks().AddAgentKit();
        builder.Services.AddOptions<MaintenanceOptions>()
            .Bind(builder.Configuration.GetSection(MaintenanceOptions.Section))
            .Validate(MaintenanceOptions.IsValid, "Maintenance: name the workspaces in Maintenance:Workspaces; all times are more than zero.")
            .ValidateOnStart();
        builder.Services.AddSingleton<MaintenanceRound>();
        builder.Services.AddHostedService<MaintenanceWorker>();
        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>The settings lie beside the program, wherever it is started from; those of environment and command line come after them.</summary>
    private static HostApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Insert(0, new JsonConfigurationSource { Path = "maintenance.json" });
        return builder;
    }
}
