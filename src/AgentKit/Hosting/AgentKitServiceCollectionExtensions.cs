using AgentKit.Infrastructure;
using Microsoft.Extensions.Configuration;
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
    public static AgentKitBuilder AddAgentKit(this IServiceCollection services, Action<AgentKitOptions>? configure = null) =>
        Add(services, database: null, section: null, configure);

    /// <summary>The same with options from a configuration, such as <c>AddAgentKit(configuration.GetSection("AgentKit"))</c>.</summary>
    /// <remarks>
    /// Keys are the names of <see cref="AgentKitOptions"/> and of the options in it: <c>AgentKit:Schema</c>, <c>AgentKit:Limits:TurnBytes</c>. A key that
    /// is none of them fails the start of the host. Objects, such as a data source, are set by <paramref name="configure"/>.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="section">Read once, when the options are needed first.</param>
    /// <param name="configure">Sets options after the section has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="section"/> is missing.</exception>
    public static AgentKitBuilder AddAgentKit(
        this IServiceCollection services, IConfiguration section, Action<AgentKitOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, database: null, section, configure);
    }

    /// <summary>
    /// Adds the stores of one of several databases, as keyed services: <c>[FromKeyedServices("billing")] ISessionStore sessions</c>. Each has its own
    /// options, agents, event buffer, checks at start and telemetry; the one without a name, if there is one, is not affected.
    /// </summary>
    /// <remarks>
    /// Where the options name no database, it is the <see cref="Npgsql.NpgsqlDataSource"/> that is registered under the same key, or else the
    /// configuration key <c>ConnectionStrings:&lt;name&gt;</c>; never one that is meant for another name.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="database">What the host calls it: the key of its services, and in telemetry <c>agentkit.database</c>; 1 to 100 characters.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="database"/> is missing.</exception>
    /// <exception cref="ArgumentException"><paramref name="database"/> is empty, too long, or <c>AgentKit</c>.</exception>
    public static AgentKitBuilder AddAgentKit(
        this IServiceCollection services, string database, Action<AgentKitOptions>? configure = null)
    {
        NamedDatabase.CheckName(database);
        return Add(services, database, section: null, configure);
    }

    /// <summary>The same with options from a configuration, such as <c>AddAgentKit("billing", configuration.GetSection("Billing"))</c>.</summary>
    /// <inheritdoc cref="AddAgentKit(IServiceCollection, string, Action{AgentKitOptions})" path="/remarks|/exception"/>
    /// <param name="services">The host's services.</param>
    /// <param name="database">What the host calls it: the key of its services, and in telemetry <c>agentkit.database</c>; 1 to 100 characters.</param>
    /// <param name="section">Read once, when the options are needed first; a key that is no option fails the start of the host.</param>
    /// <param name="configure">Sets options after the section has.</param>
    public static AgentKitBuilder AddAgentKit(
        this IServiceCollection services, string database, IConfiguration section, Action<AgentKitOptions>? configure = null)
    {
        NamedDatabase.CheckName(database);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, database, section, configure);
    }

    private static AgentKitBuilder Add(
        IServiceCollection services, string? database, IConfiguration? section, Action<AgentKitOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);

        var options = services.AddOptions<AgentKitOptions>(database);
        if (section is not null)
        {
            options.Configure(configured => ConfiguredOptions.Bind(section, configured));
        }

        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IApprovalPolicy, ApprovalPolicy>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentKitOptions>, AgentKitOptionsValidator>());
        if (database is not null)
        {
            NamedDatabase.AddTo(services, database);
            return new AgentKitBuilder(services, database);
        }

        services.TryAddSingleton(DatabaseName.None);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<AgentKitOptions>>().Value);
        services.TryAddSingleton(provider => ConnectionChoice.Require(provider.GetRequiredService<AgentKitOptions>(), provider, DatabaseName.None));
        DatabaseServices.AddTo(services);
        services.AddHostedService<AgentKitHostedService>();
        services.AddHostedService<EventBufferHostedService>();
        return new AgentKitBuilder(services);
    }
}
