using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentKit.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentKit;

/// <summary>The services of one database: the stores, and what they are made of.</summary>
internal static class DatabaseServices
{
    /// <summary>Adds all of them but the options, the choice of the database and its name.</summary>
    public static void AddTo(IServiceCollection services)
    {
        AddInfrastructure(services);
        AddStores(services);
    }

    private static void AddInfrastructure(IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<AgentKitOptions>();
            return new SqlTemplate(options.Schema, options.ApplicationRole);
        });
        services.TryAddSingleton<DatabaseStatus>();
        services.TryAddSingleton<Telemetry>();
        services.TryAddKeyedSingleton<ActivitySource>(AgentKitTelemetry.Name, (provider, _) => provider.GetRequiredService<Telemetry>().Source);
        services.TryAddKeyedSingleton<Meter>(AgentKitTelemetry.Name, (provider, _) => provider.GetRequiredService<Telemetry>().Meter);
        services.TryAddSingleton<QueryCatalog>();
        services.TryAddSingleton<ScopePreamble>();
        services.TryAddSingleton<AdminAudit>();
        services.TryAddSingleton<ResiliencePipelines>();
        services.TryAddSingleton<DataSourceProvider>();
        services.TryAddSingleton<StartupCheck>();
        services.TryAddSingleton<IReadyDatabase, DatabaseReadiness>();
        services.TryAddSingleton<Database>();
    }

    private static void AddStores(IServiceCollection services)
    {
        services.TryAddSingleton<IMigrator, Migrator>();
        services.TryAddSingleton<PostgresAgentRegistry>();
        services.TryAddSingleton<IAgentRegistry>(provider => provider.GetRequiredService<PostgresAgentRegistry>());
        services.TryAddSingleton<SessionCommitGroups>();
        services.TryAddSingleton<PostgresSessionStore>();
        services.TryAddSingleton<ISessionStore>(provider => provider.GetRequiredService<PostgresSessionStore>());
        services.TryAddSingleton<ToolRunGroups>();
        services.TryAddSingleton<ToolRunEndGroups>();
        services.TryAddSingleton<IToolRunLog, PostgresToolRunLog>();
        services.TryAddSingleton<SharedTokenBudgets>();
        services.TryAddSingleton<IRunStore, PostgresRunStore>();
        services.TryAddSingleton<IBudgetStore, PostgresBudgetStore>();
        services.TryAddSingleton<IWorkflowFiles, PostgresWorkflowFiles>();
        services.TryAddSingleton<ITaskStore, PostgresTaskStore>();
        services.TryAddSingleton<IPreferenceStore, PostgresPreferenceStore>();
        services.TryAddSingleton<IApprovalPolicy, ApprovalPolicy>();
        services.TryAddSingleton<EventGroups>();
        services.TryAddSingleton<PostgresEventLog>();
        services.TryAddSingleton<IEventLog>(provider => provider.GetRequiredService<PostgresEventLog>());
        services.TryAddSingleton<EventBuffer>();
        services.TryAddSingleton<IEventBuffer>(provider => provider.GetRequiredService<EventBuffer>());
        services.TryAddSingleton<ChangeNotices>();
        services.TryAddSingleton<ChangeListener>();
        services.TryAddSingleton<ChangeSignals>();
        services.TryAddSingleton<IChangeFeed, PostgresChangeFeed>();
        services.TryAddSingleton<Eraser>();
        services.TryAddSingleton<IPersonalData, PostgresPersonalData>();
        services.TryAddSingleton<IRetention, PostgresRetention>();
        services.TryAddSingleton<IAccessLog, PostgresAccessLog>();
    }
}
