namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class AgentAttempts : IScopeAttempts
{
    public Type Subject => typeof(IAgentRegistry);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["GetAsync(string)"] = async (t, s) => await t.Agents.GetAsync(s, "own"),
        ["FindAsync(string)"] = async (t, s) => await t.Agents.FindAsync(s, "own"),
        ["FindByNameAsync(string)"] = async (t, s) => await t.Agents.FindByNameAsync(s, "Own"),
        ["ListAsync()"] = async (t, s) => (await t.Agents.ListAsync(s)).FirstOrDefault(agent => !agent.IsShared),
        ["GetToolsAsync(string)"] = async (t, s) => await t.Agents.GetToolsAsync(s, "own"),
        ["UpdateInstructionsAsync(string, string)"] = async (t, s) => await t.Agents.UpdateInstructionsAsync(s, "own", "stolen"),
        ["SetToolEnabledAsync(string, string, bool)"] = async (t, s) => await t.Agents.SetToolEnabledAsync(s, "own", "tool", false),
        ["UnregisterAsync(string)"] = async (t, s) => await t.Agents.UnregisterAsync(s, "own") ? "removed" : null,
        ["RegisterAsync(AgentDefinition)"] = async (t, s) =>
        {
            await t.Agents.RegisterAsync(s, new AgentDefinition("own", "Stolen"));
            return (await t.Agents.GetAsync(t.Service, "own")).Definition.Name == "Own" ? null : "replaced";
        },
    };
}
