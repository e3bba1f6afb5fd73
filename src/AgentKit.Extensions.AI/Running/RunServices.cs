using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentKit.Extensions.AI;

/// <summary>What a run works with; singletons all of them.</summary>
internal sealed class RunServices(
    ISessionStore sessions,
    IAgentRegistry agents,
    IRunStore runs,
    IBudgetStore budgets,
    IToolRunLog toolRuns,
    ITaskStore tasks,
    IPreferenceStore preferences,
    IApprovalPolicy policy,
    IEventBuffer events,
    ToolRegistry tools,
    IServiceProvider provider,
    AgentKitOptions limits,
    IOptions<AgentRunnerOptions> options,
    TimeProvider time,
    ILogger<AgentRunner> logger)
{
    public ISessionStore Sessions { get; } = sessions;

    public IAgentRegistry Agents { get; } = agents;

    public IRunStore Runs { get; } = runs;

    public IBudgetStore Budgets { get; } = budgets;

    public IToolRunLog ToolRuns { get; } = toolRuns;

    public ITaskStore Tasks { get; } = tasks;

    public IPreferenceStore Preferences { get; } = preferences;

    public IApprovalPolicy Policy { get; } = policy;

    public IEventBuffer Events { get; } = events;

    public ToolRegistry Tools { get; } = tools;

    public IServiceProvider Provider { get; } = provider;

    public ContentLimits Limits { get; } = limits.Limits;

    public AgentRunnerOptions Options { get; } = options.Value;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    public Guid NewId() => Guid.CreateVersion7(Time.GetUtcNow());
}
