using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>A streamed reply that was canceled or broke off: what came of it has been seen, and the provider charges for it.</summary>
/// <param name="Response">What came, with the usage that was reported, or else an estimate.</param>
/// <param name="Extras">What its turn says of it.</param>
/// <param name="IsWorthKeeping">Whether something came that can be kept; otherwise it is charged only.</param>
internal sealed record InterruptedReply(ChatResponse Response, JsonObject Extras, bool IsWorthKeeping)
{
    public const string Mark = "interrupted";

    /// <summary><see langword="null"/> where nothing came.</summary>
    /// <param name="received">The updates so far.</param>
    /// <param name="promptTokens">An estimate, for a provider that has not reported any usage yet.</param>
    public static InterruptedReply? Of(List<ChatResponseUpdate> received, Func<long> promptTokens)
    {
        if (!received.Exists(update => update.Contents.Any(IsAnything)))
        {
            return null;
        }

        var response = received.ToChatResponse();
        var extras = new JsonObject { [Mark] = true };
        if (response.Usage is null)
        {
            response.Usage = TokenEstimate.Of(promptTokens(), response);
            extras["usageEstimated"] = true;
        }

        Trim(response);
        return new InterruptedReply(response, extras, response.Messages.Any(message => message.Contents.Any(IsWhole)));
    }

    /// <summary>Whether a turn is such a reply: it is not an answer, and the calls in it are not made.</summary>
    public static bool Is(Turn turn) =>
        turn is { Role: TurnRole.Assistant, Metadata: { } metadata }
        && metadata[ExtraNames.Extras] is JsonObject extras
        && extras[Mark] is JsonValue value
        && value.TryGetValue<bool>(out var isInterrupted)
        && isInterrupted;

    /// <summary>
    /// Takes from the last message what providers refuse in the requests that follow: reasoning without a signature, reasoning that nothing
    /// follows, and empty texts.
    /// </summary>
    private static void Trim(ChatResponse response)
    {
        if (response.Messages is not [.., var last])
        {
            return;
        }

        List<AIContent> whole = [.. last.Contents.Where(IsWhole)];
        last.Contents = whole[..(whole.FindLastIndex(content => content is not TextReasoningContent) + 1)];
        if (last.Contents.Count == 0)
        {
            response.Messages.Remove(last);
        }
    }

    private static bool IsAnything(AIContent content) => content switch
    {
        TextContent text => text.Text.Length > 0,
        TextReasoningContent reasoning => reasoning.Text.Length > 0 || reasoning.ProtectedData is { Length: > 0 },
        _ => true,
    };

    private static bool IsWhole(AIContent content) =>
        content is TextReasoningContent reasoning ? reasoning.ProtectedData is { Length: > 0 } : IsAnything(content);
}
