using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentKit.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentKit;

/// <summary>
/// One of several databases: a provider of its own within the host's, with the same services as where there is one. The host reaches its stores as
/// keyed services; clock, log and metrics are the host's.
/// </summary>
internal sealed class NamedDatabase : IAsyncDisposable, IDisposable
{
    private const int MaxNameLength = 100;

    private readonly ServiceProvider _services;

    public NamedDatabase(IServiceProvider host, string name)
    {
        var options = host.GetRequiredService<IOptionsMonitor<AgentKitOptions>>().Get(name);
        var database = new DatabaseName(name);
        var services = new ServiceCollection();
        services.AddSingleton(options);
        services.AddSingleton(database);
        services.AddSingleton(ConnectionChoice.Require(options, host, database));
        services.AddSingleton(host.GetRequiredService<TimeProvider>());
        services.AddSingleton(host.GetRequiredService<ILoggerFactory>());
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        if (host.GetService<IMeterFactory>() is { } meters)
        {
            services.AddSingleton(meters);
        }

        foreach (var agent in host.GetKeyedServices<DeclaredAgent>(name))
        {
            services.AddSingleton(agent);
        }

        DatabaseServices.AddTo(services);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The services of the database, whichever it is.</summary>
    public static IServiceProvider ServicesOf(IServiceProvider host, string? name) =>
        name is null ? host : host.GetRequiredKeyedService<NamedDatabase>(name)._services;

    public static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, "database");
        if (name.Length > MaxNameLength || name == AgentKitTelemetry.Name)
        {
            throw new ArgumentException(
                $"The name of a database is 1 to {MaxNameLength} characters long, and not {AgentKitTelemetry.Name}.", "database");
        }
    }

    /// <summary>Adds the keyed services and the hosted ones; once, however often the host configures the database.</summary>
    public static void AddTo(IServiceCollection services, string name)
    {
        if (services.Any(service => service.ServiceType == typeof(NamedDatabase) && Equals(service.ServiceKey, name)))
        {
            return;
        }

        services.AddKeyedSingleton(name, (host, _) => new NamedDatabase(host, name));
        Expose<AgentKitOptions>(services, name);
        Expose<ISessionStore>(services, name);
        Expose<IAgentRegistry>(services, name);
        Expose<IToolRunLog>(services, name);
        Expose<IRunStore>(services, name);
        Expose<IBudgetStore>(services, name);
        Expose<ITaskStore>(services, name);
        Expose<IPreferenceStore>(services, name);
        Expose<IEventLog>(services, name);
        Expose<IEventBuffer>(services, name);
        Expose<IChangeFeed>(services, name);
        Expose<IWorkflowFiles>(services, name);
        Expose<IPersonalData>(services, name);
        Expose<IRetention>(services, name);
        Expose<IAccessLog>(services, name);
        Expose<IMigrator>(services, name);
        services.TryAddKeyedSingleton<ActivitySource>(name, (host, _) => ServicesOf(host, name).GetRequiredService<Telemetry>().Source);
        services.TryAddKeyedSingleton<Meter>(name, (host, _) => ServicesOf(host, name).GetRequiredService<Telemetry>().Meter);
        services.AddSingleton<IHostedService>(host =>
            new AgentKitHostedService(ServicesOf(host, name).GetRequiredService<PostgresAgentRegistry>()));
        services.AddSingleton<IHostedService>(host =>
            new EventBufferHostedService(ServicesOf(host, name).GetRequiredService<EventBuffer>()));
    }

    public void Dispose() => _services.Dispose();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static void Expose<T>(IServiceCollection services, string name)
        where T : class =>
        services.TryAddKeyedSingleton<T>(name, (host, _) => ServicesOf(host, name).GetRequiredService<T>());
}
