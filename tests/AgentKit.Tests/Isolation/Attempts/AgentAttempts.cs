namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class AgentAttempts : IStoreAttempts
{
    public Type Store => typeof(IAgentRegistry);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["GetAsync"] = async (t, s) => await t.Agents.GetAsync(s, "own"),
        ["FindAsync"] = async (t, s) => await t.Agents.FindAsync(s, "own"),
        ["FindByNameAsync"] = async (t, s) => await t.Agents.FindByNameAsync(s, "Own"),
        ["ListAsync"] = async (t, s) => (await t.Agents.ListAsync(s)).FirstOrDefault(agent => !agent.IsShared),
        ["GetToolsAsync"] = async (t, s) => await t.Agents.GetToolsAsync(s, "own"),
        ["UpdateInstructionsAsync"] = async (t, s) => await t.Agents.UpdateInstructionsAsync(s, "own", "stolen"),
        ["SetToolEnabledAsync"] = async (t, s) => await t.Agents.SetToolEnabledAsync(s, "own", "tool", false),
        ["UnregisterAsync"] = async (t, s) => await t.Agents.UnregisterAsync(s, "own") ? "removed" : null,
        ["RegisterAsync"] = async (t, s) =>
        {
            await t.Agents.RegisterAsync(s, new AgentDefinition("own", "Stolen"));
            return (await t.Agents.GetAsync(t.Service, "own")).Definition.Name == "Own" ? null : "replaced";
        },
    };
}
