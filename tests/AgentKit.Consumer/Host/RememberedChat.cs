using AgentKit;
using AgentKit.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Consumer;

/// <summary>A chat client that remembers, over a model that answers by rote.</summary>
internal static class RememberedChat
{
    public static async Task RunAsync(IServiceProvider services)
    {
        var sessions = services.GetRequiredService<ISessionStore>();
        var scope = AgentScope.ForUser("acme", "u-18");
        var session = await sessions.CreateAsync(scope, new NewSession("support"));
        var chat = services.GetRequiredService<IChatClient>().WithAgentKit(services, scope, session.Id);

        var first = await chat.GetResponseAsync("Where is my order?");
        Check.That(first.Text == "I was told 1 message(s).", "the model is asked");

        var second = "";
        await foreach (var update in chat.GetStreamingResponseAsync("And when?"))
        {
            second += update.Text;
        }

        Check.That(second == "I was told 3 message(s).", "a streamed call sends the history along");
        session = await sessions.GetAsync(scope, session.Id);
        Check.That(session is { TurnCount: 4, InputTokens: 14, OutputTokens: 6 }, "both exchanges are kept, with their usage");
    }
}
