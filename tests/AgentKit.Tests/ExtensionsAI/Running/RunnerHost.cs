using System.Collections.Concurrent;
using AgentKit.Extensions.AI;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.ExtensionsAI.Running;

/// <summary>A host with a scripted model, a runner, and one tool of each risk that counts how often it is called.</summary>
internal sealed class RunnerHost : IAsyncDisposable
{
    public const string Agent = "assistant";

    private readonly AgentKitFixture _fixture;
    private readonly ServiceProvider _provider;
    private readonly ConcurrentQueue<string> _called = [];

    public RunnerHost(
        AgentKitFixture fixture,
        Action<AgentRunnerOptions>? configure = null,
        Action<AgentKitOptions>? agentKit = null,
        Action<IServiceCollection>? services = null)
    {
        _fixture = fixture;
        _provider = fixture.CreateProvider(agentKit, collection =>
        {
            services?.Invoke(collection);
            collection.AddSingleton<IChatClient>(Model);
            collection.AddAgentKit()
                .AddAgent(Definition)
                .AddTool(Look, "look", "Looks something up.", ToolRisk.ReadOnly)
                .AddTool(() => Note("note"), "note", risk: ToolRisk.Low)
                .AddTool((string hour) => Note($"book {hour}"), "book", risk: ToolRisk.Medium)
                .AddTool(() => Note("pay"), "pay", risk: ToolRisk.High)
                .AddTool(new AgentTool(new ApprovalRequiredAIFunction(AIFunctionFactory.Create(SignAsync, "sign")), ToolRisk.ReadOnly))
                .AddTool(string () => throw Error, "fail", risk: ToolRisk.ReadOnly)
                .AddTool(async (CancellationToken token) => await WaitAsync(token), "wait", risk: ToolRisk.ReadOnly)
                .AddTool(() => Note("unlisted"), "unlisted", risk: ToolRisk.ReadOnly)
                .AddAgentRunner(configure);
        });
    }

    /// <summary>A host that whoever asks for it disposes.</summary>
    public static RunnerHost For(AgentKitFixture fixture, AgentScope? scope = null, Action<AgentRunnerOptions>? configure = null) =>
        scope is null ? new RunnerHost(fixture, configure) : new RunnerHost(fixture, configure) { Scope = scope };

    public static AgentDefinition Definition { get; } = new(Agent, "Assistant")
    {
        Instructions = "Be brief.",
        Model = "a-model",
        Tools = ["look", "note", "book", "pay", "sign", "fail", "wait", "nowhere"],
    };

    public ScriptedChatClient Model { get; } = new();

    public AgentScope Scope { get; init; } = AgentKitFixture.NewUser();

    /// <summary>What the tools were called with, in order.</summary>
    public IReadOnlyList<string> Called => [.. _called];

    public Exception Error { get; set; } = new InvalidOperationException("secret detail");

    /// <summary>What the tool "wait" does.</summary>
    public Func<CancellationToken, Task<string>> WaitAsync { get; set; } = _ => Task.FromResult("waited");

    /// <summary>What the tool "sign" does before it has signed.</summary>
    public Func<CancellationToken, Task> BeforeSigning { get; set; } = _ => Task.CompletedTask;

    /// <summary>The last context that a tool was given.</summary>
    public ToolContext? Context { get; private set; }

    public AgentRunner Runner => Get<AgentRunner>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public Task<Session> NewSessionAsync() => Get<ISessionStore>().CreateAsync(Scope, new NewSession(Agent));

    public Task AllowAsync(AutoExecuteLevel level) =>
        Get<IPreferenceStore>().UpdateAsync(Scope, new PreferenceChange { AutoExecuteLevel = level });

    public static FunctionCallContent Call(string tool, string id = "c1", params (string Name, object? Value)[] arguments) =>
        new(id, tool, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));

    /// <summary>Role and content of each stored turn; calls as <c>name(id)</c>, results as <c>id=output</c>, errors as
    /// <c>id!output</c>.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(Guid sessionId) =>
    [
        .. (await Get<ISessionStore>().GetTurnsAsync(Scope, sessionId, limit: 1_000)).Select(turn =>
            $"{turn.Role}: {string.Join(" ", turn.Content.Select(block => block switch
            {
                TextBlock text => text.Text,
                ToolUseBlock use => $"{use.Name}({use.Id})",
                ToolResultBlock result => $"{result.ToolUseId}{(result.IsError ? '!' : '=')}{result.Output}",
                _ => block.GetType().Name,
            }))}".ToLowerInvariant()),
    ];

    public async Task<IReadOnlyList<AgentEvent>> EventsAsync(Guid sessionId)
    {
        await Get<IEventBuffer>().FlushAsync();
        return (await Get<IEventLog>().ListAsync(Scope, new() { SessionId = sessionId, Limit = 1_000 })).Items.Reverse().ToArray();
    }

    public async Task<IReadOnlyList<Run>> RunsAsync(Guid sessionId) =>
        (await Get<IRunStore>().ListAsync(Scope, new() { SessionId = sessionId })).Items.Reverse().ToArray();

    public async Task<IReadOnlyList<ToolRun>> ToolRunsAsync(Guid sessionId) =>
        [.. (await Get<IToolRunLog>().ListAsync(Scope, new() { SessionId = sessionId })).Items.OrderBy(run => run.TurnNumber).ThenBy(run => run.Id)];

    /// <summary>As if the worker had died long ago: its leases on runs and tasks have expired.</summary>
    public Task ExpireLeasesAsync() => Sql.ExecuteAsync(
        _fixture.Database.AdminConnectionString,
        $"""
        UPDATE agentkit.runs SET lease_expires_at = now() - interval '1 hour'
        WHERE workspace_id = '{Scope.WorkspaceId}' AND status = 'running';
        UPDATE agentkit.tasks SET lease_expires_at = now() - interval '1 hour'
        WHERE workspace_id = '{Scope.WorkspaceId}' AND lease_expires_at IS NOT NULL
        """);

    public async ValueTask DisposeAsync() => await _provider.DisposeAsync();

    private string Look(string what, ToolContext context)
    {
        Context = context;
        return Note($"look {what}");
    }

    private async Task<string> SignAsync(CancellationToken cancellationToken)
    {
        await BeforeSigning(cancellationToken);
        return Note("sign");
    }

    private string Note(string call)
    {
        _called.Enqueue(call);
        return $"did {call}";
    }
}
