using AgentKit.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentKit;

/// <summary>Tells the host's health checks how the database is.</summary>
public static class AgentKitHealthChecksBuilderExtensions
{
    /// <summary>Of the check whether the database answers at all.</summary>
    public const string LiveTag = "live";

    /// <summary>Of the check whether calls of the stores can succeed.</summary>
    public const string ReadyTag = "ready";

    /// <summary>
    /// Adds two checks: <c>agentkit</c>, tagged <c>live</c>, is healthy where the database answers; <c>agentkit-ready</c>, tagged <c>ready</c>, where it
    /// is migrated and isolating as well, and a read under a scope works. For a database with a name they are <c>agentkit:billing</c> and
    /// <c>agentkit-ready:billing</c>.
    /// </summary>
    /// <remarks>
    /// <para>Neither takes part in a restart by itself: a probe that restarts the host because its database is away makes an outage worse. Use
    /// <c>ready</c> to keep requests away, and <c>live</c> to be told.</para>
    /// <para>The results name versions, the schema and whether a pooler is in between; never a connection string.</para>
    /// </remarks>
    /// <param name="builder">What <c>AddHealthChecks()</c> returned, on services to which AgentKit was added.</param>
    /// <param name="database">The name of the database, where it has one. Default: the one without.</param>
    /// <param name="failureStatus">What a failure is reported as. Default: unhealthy.</param>
    /// <param name="timeout">How long each may take. Default: 10 seconds.</param>
    /// <exception cref="ArgumentNullException">The builder is missing.</exception>
    public static IHealthChecksBuilder AddAgentKit(
        this IHealthChecksBuilder builder, string? database = null, HealthStatus? failureStatus = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // No name of a database makes one of these into another.
        var suffix = database is null ? "" : $":{database}";
        var limit = timeout ?? TimeSpan.FromSeconds(10);
        return builder
            .Add(new HealthCheckRegistration($"agentkit{suffix}", host => LiveCheck(host, database), failureStatus, [LiveTag], limit))
            .Add(new HealthCheckRegistration($"agentkit-ready{suffix}", host => ReadyCheck(host, database), failureStatus, [ReadyTag], limit));
    }

    private static DatabaseLiveCheck LiveCheck(IServiceProvider host, string? database)
    {
        var services = NamedDatabase.ServicesOf(host, database);
        return new(
            services.GetRequiredService<DataSourceProvider>(),
            services.GetRequiredService<QueryCatalog>(),
            services.GetRequiredService<DatabaseStatus>(),
            services.GetRequiredService<AgentKitOptions>());
    }

    private static DatabaseReadyCheck ReadyCheck(IServiceProvider host, string? database)
    {
        var services = NamedDatabase.ServicesOf(host, database);
        return new(
            services.GetRequiredService<Database>(),
            services.GetRequiredService<DatabaseStatus>(),
            services.GetRequiredService<AgentKitOptions>());
    }
}
