using System.Collections.Frozen;
using System.Reflection;
using AgentKit.Extensions.AI;
using AgentKit.Tests.ExtensionsAI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentKit.Tests.BadInput;

/// <summary>A good value of everything that an entry point takes, and an instance of each class that has some.</summary>
internal sealed class EntryPointSamples : IAsyncDisposable
{
    private readonly ServiceProvider _provider = Nowhere.Create(builder =>
    {
        builder.Services.AddSingleton<IChatClient>(new ScriptedChatClient());
        builder.AddAgentRunner();
    });

    private readonly FrozenDictionary<Type, object> _values;

    public EntryPointSamples()
    {
        var scope = AgentScope.ForUser("w", "u");
        var function = AIFunctionFactory.Create(() => 1, "look");
        var message = new ChatMessage(ChatRole.User, "hello");
        var client = new ScriptedChatClient();
        var services = new ServiceCollection();
        var tools = _provider.GetRequiredService<IToolRunLog>();
        var sessions = _provider.GetRequiredService<ISessionStore>();
        _values = new Dictionary<Type, object>
        {
            [typeof(string)] = "text",
            [typeof(Guid)] = Guid.CreateVersion7(),
            [typeof(int)] = 1,
            [typeof(Type)] = typeof(ContentBlock),
            [typeof(AgentScope)] = scope,
            [typeof(AgentDefinition)] = new AgentDefinition("own", "Own"),
            [typeof(IReadOnlyList<ContentBlock>)] = (ContentBlock[])["text"],
            [typeof(IReadOnlyList<ToolResultBlock>)] = (ToolResultBlock[])[new("call", Samples.Json)],
            [typeof(IReadOnlyList<string>)] = (string[])["plan"],
            [typeof(Turn)] = Samples.Turn,
            [typeof(IEnumerable<Turn>)] = (Turn[])[Samples.Turn],
            [typeof(Usage)] = Samples.Usage,
            [typeof(IServiceCollection)] = services,
            [typeof(IConfiguration)] = new ConfigurationBuilder().Build(),
            [typeof(IServiceProvider)] = _provider,
            [typeof(IHealthChecksBuilder)] = services.AddHealthChecks(),
            [typeof(AgentKitBuilder)] = services.AddAgentKit(),
            [typeof(IToolRunLog)] = tools,
            [typeof(ISessionStore)] = sessions,
            [typeof(IAgentRegistry)] = _provider.GetRequiredService<IAgentRegistry>(),
            [typeof(ILogger<ToolRegistry>)] = _provider.GetRequiredService<ILogger<ToolRegistry>>(),
            [typeof(ToolRegistry)] = _provider.GetRequiredService<ToolRegistry>(),
            [typeof(AgentRunner)] = _provider.GetRequiredService<AgentRunner>(),
            [typeof(IChatClient)] = client,
            [typeof(PersistingChatClient)] = client.WithAgentKit(sessions, scope, Guid.CreateVersion7()),
            [typeof(AIFunction)] = function,
            [typeof(LoggedAIFunction)] = function.WithToolRunLog(tools, scope, Guid.CreateVersion7()),
            [typeof(AIFunctionArguments)] = new AIFunctionArguments(),
            [typeof(AgentTool)] = new AgentTool(function),
            [typeof(IEnumerable<AgentTool>)] = (AgentTool[])[new(function)],
            [typeof(Func<IServiceProvider, AgentTool>)] = (IServiceProvider _) => new AgentTool(function),
            [typeof(Func<ISessionStore, Delegate>)] = (ISessionStore _) => (Delegate)(() => 1),
            [typeof(Delegate)] = () => 1,
            [typeof(ToolCallWindow)] = new ToolCallWindow(10),
            [typeof(ChatMessage)] = message,
            [typeof(IEnumerable<ChatMessage>)] = (ChatMessage[])[message],
            [typeof(ChatResponse)] = new ChatResponse(message),
            [typeof(UsageDetails)] = new UsageDetails(),
        }.ToFrozenDictionary();
    }

    public object? Of(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue is { } value && value is not DBNull ? value : Default(parameter.ParameterType) : Of(parameter.ParameterType);

    public object Of(Type type) =>
        _values.GetValueOrDefault(type) ?? throw new InvalidOperationException($"{type} has no sample in {nameof(EntryPointSamples)}.");

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
