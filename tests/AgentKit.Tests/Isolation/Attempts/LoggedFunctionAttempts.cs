using AgentKit.Extensions.AI;
using Microsoft.Extensions.AI;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class LoggedFunctionAttempts : IScopeAttempts
{
    public Type Subject => typeof(AIFunctionAgentKitExtensions);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["WithToolRunLog(AIFunction, IToolRunLog, Guid, TimeProvider)"] = async (t, s) =>
            await AIFunctionFactory.Create(() => "ran", "stolen").WithToolRunLog(t.ToolRuns, s, t.Session.Id).InvokeAsync(),
    };
}
