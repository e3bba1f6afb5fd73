using AgentKit.Extensions.AI;
using AgentKit.Tests.ExtensionsAI.Running;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class ToolRegistryAttempts : IScopeAttempts
{
    public Type Subject => typeof(ToolRegistry);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["GetToolsAsync(string)"] = async (t, s) =>
        {
            await using var host = new RunnerHost(t.Fixture);
            return (await host.Get<ToolRegistry>().GetToolsAsync(s, "own")).FirstOrDefault();
        },
    };
}
