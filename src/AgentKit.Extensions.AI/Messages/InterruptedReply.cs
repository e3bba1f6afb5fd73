using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>A streamed reply that was canceled or broke off: what came of it has been seen, and the provider charges for it.</summary>
/// <param name="Response">What came, with the usage that was reported, or else an estimate.</param>
/// <param name="Extras">What its turn says of it.</param>
internal sealed record InterruptedReply(ChatResponse Response, JsonObject Extras)
{
    /// <summary><see langword="null"/> where nothing came.</summary>
    /// <param name="received">The updates so far.</param>
    /// <param name="promptTokens">An estimate, for a provider that has not reported any usage yet.</param>
    public static InterruptedReply? Of(List<ChatResponseUpdate> received, Func<long> promptTokens)
    {
        if (!received.Exists(update => update.Contents.Count > 0))
        {
            return null;
        }

        var response = received.ToChatResponse();
        var extras = new JsonObject { ["interrupted"] = true };
        if (response.Usage is null)
        {
            response.Usage = TokenEstimate.Of(promptTokens(), response);
            extras["usageEstimated"] = true;
        }

        return new InterruptedReply(response, extras);
    }
}
