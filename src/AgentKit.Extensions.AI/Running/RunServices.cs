using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentKit.Extensions.AI;

/// <summary>What a run works with; singletons all of them, of one database.</summary>
internal sealed class RunServices
{
    private RunServices(IServiceProvider provider, string? database)
    {
        Sessions = provider.GetRequiredKeyedService<ISessionStore>(database);
        Agents = provider.GetRequiredKeyedService<IAgentRegistry>(database);
        Runs = provider.GetRequiredKeyedService<IRunStore>(database);
        Budgets = provider.GetRequiredKeyedService<IBudgetStore>(database);
        ToolRuns = provider.GetRequiredKeyedService<IToolRunLog>(database);
        Tasks = provider.GetRequiredKeyedService<ITaskStore>(database);
        Preferences = provider.GetRequiredKeyedService<IPreferenceStore>(database);
        Policy = provider.GetKeyedService<IApprovalPolicy>(database) ?? provider.GetRequiredService<IApprovalPolicy>();
        Events = provider.GetRequiredKeyedService<IEventBuffer>(database);
        Tools = provider.GetRequiredKeyedService<ToolRegistry>(database);
        Provider = provider;
        Limits = provider.GetRequiredKeyedService<AgentKitOptions>(database).Limits;
        Options = provider.GetRequiredService<IOptionsMonitor<AgentRunnerOptions>>().Get(database);
        Time = provider.GetRequiredService<TimeProvider>();
        Telemetry = GenAITelemetry.Of(provider, database);
        Logger = provider.GetRequiredService<ILogger<AgentRunner>>();
    }

    public ISessionStore Sessions { get; }

    public IAgentRegistry Agents { get; }

    public IRunStore Runs { get; }

    public IBudgetStore Budgets { get; }

    public IToolRunLog ToolRuns { get; }

    public ITaskStore Tasks { get; }

    public IPreferenceStore Preferences { get; }

    public IApprovalPolicy Policy { get; }

    public IEventBuffer Events { get; }

    public ToolRegistry Tools { get; }

    public IServiceProvider Provider { get; }

    public ContentLimits Limits { get; }

    public AgentRunnerOptions Options { get; }

    public TimeProvider Time { get; }

    public GenAITelemetry Telemetry { get; }

    public ILogger Logger { get; }

    /// <summary>Those of a database; of the one without a name, where there is none.</summary>
    public static RunServices Of(IServiceProvider provider, string? database) => new(provider, database);

    public Guid NewId() => Guid.CreateVersion7(Time.GetUtcNow());
}
