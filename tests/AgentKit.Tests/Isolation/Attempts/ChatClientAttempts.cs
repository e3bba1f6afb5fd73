using AgentKit.Extensions.AI;
using AgentKit.Tests.ExtensionsAI;
using Microsoft.Extensions.AI;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class ChatClientAttempts : IScopeAttempts
{
    public Type Subject => typeof(ChatClientAgentKitExtensions);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["WithAgentKit(IChatClient, IServiceProvider, Guid, PersistingChatOptions, string)"] = (t, s) =>
            AskAsync(model => model.WithAgentKit(t.Fixture.Services, s, t.Session.Id)),
        ["WithAgentKit(IChatClient, ISessionStore, Guid, PersistingChatOptions)"] = (t, s) =>
            AskAsync(model => model.WithAgentKit(t.Sessions, s, t.Session.Id)),
    };

    private static async Task<object?> AskAsync(Func<IChatClient, PersistingChatClient> with)
    {
        using var model = new ScriptedChatClient();
        using var client = with(model);
        return await ModelAttempt.TryAsync(model, async () => await client.GetResponseAsync("stolen"));
    }
}
