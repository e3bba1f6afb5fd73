using AgentKit.Extensions.AI;
using AgentKit.Tests.ExtensionsAI.Running;
using Microsoft.Extensions.AI;

namespace AgentKit.Tests.Isolation.Attempts;

/// <summary>A run that is refused must not have asked the model either: it would have sent it the history, and cost money.</summary>
internal sealed class AgentRunnerAttempts : IScopeAttempts
{
    private static readonly ChatMessage Message = new(ChatRole.User, "stolen");

    public Type Subject => typeof(AgentRunner);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["RunAsync(Guid, string, AgentRunOptions)"] = (t, s) => TryAsync(t, async runner => await runner.RunAsync(s, t.Session.Id, "stolen")),
        ["RunAsync(Guid, ChatMessage, AgentRunOptions)"] = (t, s) => TryAsync(t, async runner => await runner.RunAsync(s, t.Session.Id, Message)),
        ["RunStreamingAsync(Guid, string, AgentRunOptions)"] = (t, s) =>
            TryAsync(t, async runner => (await runner.RunStreamingAsync(s, t.Session.Id, "stolen").ToListAsync()).FirstOrDefault()),
        ["RunStreamingAsync(Guid, ChatMessage, AgentRunOptions)"] = (t, s) =>
            TryAsync(t, async runner => (await runner.RunStreamingAsync(s, t.Session.Id, Message).ToListAsync()).FirstOrDefault()),
        ["ResumeAsync(Guid)"] = (t, s) => TryAsync(t, async runner => await runner.ResumeAsync(s, t.Session.Id)),
        ["ResumeStreamingAsync(Guid)"] = (t, s) =>
            TryAsync(t, async runner => (await runner.ResumeStreamingAsync(s, t.Session.Id).ToListAsync()).FirstOrDefault()),
    };

    private static async Task<object?> TryAsync(Target target, Func<AgentRunner, Task<object?>> attempt)
    {
        await using var host = new RunnerHost(target.Fixture, options => options.MaxOutputTokens = 1);
        return await ModelAttempt.TryAsync(host.Model, () => attempt(host.Runner));
    }
}
