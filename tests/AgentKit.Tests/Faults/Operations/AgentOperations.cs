using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class AgentOperations : IStoreOperations
{
    private static readonly AgentDefinition Definition = new("own", "Own") { Tools = ["tool", "look"], Instructions = "first" };

    public Type Store => typeof(IAgentRegistry);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["RegisterAsync(AgentDefinition)"] = OfAgent((stage, agents, token) =>
            agents.RegisterAsync(stage.Service, Definition with { Instructions = "other" }, token)),
        ["UpdateInstructionsAsync(string, string)"] = OfAgent((stage, agents, token) =>
            agents.UpdateInstructionsAsync(stage.Service, "own", "other", token)),
        ["SetToolEnabledAsync(string, string, bool)"] = OfAgent((stage, agents, token) =>
            agents.SetToolEnabledAsync(stage.Service, "own", "tool", enabled: false, token)),
        ["UnregisterAsync(string)"] = OfAgent((stage, agents, token) =>
            agents.UnregisterAsync(stage.Service, "own", token)) with
        { AnswersTheSame = false },
    };

    private static Operation OfAgent<T>(Func<Stage, IAgentRegistry, CancellationToken, Task<T>> send) => new(async stage =>
    {
        await stage.Get<IAgentRegistry>().RegisterAsync(stage.Service, Definition);
        return async (services, token) => await send(stage, services.GetRequiredService<IAgentRegistry>(), token);
    });
}
