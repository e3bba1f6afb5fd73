using AgentKit.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentKit;

/// <summary>The way in.</summary>
public static class AgentKitServiceCollectionExtensions
{
    /// <summary>
    /// Adds the stores of AgentKit as thread-safe singletons: <see cref="ISessionStore"/>, <see cref="IAgentRegistry"/>,
    /// <see cref="IToolRunLog"/>, <see cref="IRunStore"/>, <see cref="IBudgetStore"/>, <see cref="ITaskStore"/>,
    /// <see cref="IPreferenceStore"/>, <see cref="IEventLog"/>, <see cref="IEventBuffer"/>, <see cref="IChangeFeed"/>,
    /// <see cref="IWorkflowFiles"/>, <see cref="IPersonalData"/>, <see cref="IRetention"/>, <see cref="IAccessLog"/> and
    /// <see cref="IMigrator"/>; and the built-in <see cref="IApprovalPolicy"/>, unless the host has its own. Under a generic host the start
    /// checks options, schema and isolation, and fails with one message that says what to do; without one the first call does.
    /// </summary>
    /// <remarks>
    /// Uses the host's <see cref="TimeProvider"/> and logging where they are registered. May be called more than once: the configurations add up.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options; see <see cref="AgentKitOptions"/> for where the database is looked for when it sets none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is missing.</exception>
    public static AgentKitBuilder AddAgentKit(this IServiceCollection services, Action<AgentKitOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        var options = services.AddOptions<AgentKitOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentKitOptions>, AgentKitOptionsValidator>());
        AddInfrastructure(services);
        AddStores(services);
        services.AddHostedService<AgentKitHostedService>();
        services.AddHostedService<EventBufferHostedService>();
        return new AgentKitBuilder(services);
    }

    private static void AddInfrastructure(IServiceCollection services)
    {
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<AgentKitOptions>>().Value);
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<AgentKitOptions>();
            return new SqlTemplate(options.Schema, options.ApplicationRole);
        });
        services.TryAddSingleton(provider => ConnectionChoice.Find(provider.GetRequiredService<AgentKitOptions>(), provider)
            ?? throw new OptionsValidationException(nameof(AgentKitOptions), typeof(AgentKitOptions), [AgentKitOptionsValidator.NoDatabase]));
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
