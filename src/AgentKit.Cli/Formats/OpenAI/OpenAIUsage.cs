using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>What a message says it consumed.</summary>
internal static class OpenAIUsage
{
    public static Usage Read(JsonElement message) =>
        message.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            ? new Usage
            {
                InputTokens = TokenCount.Of(usage, "prompt_tokens"),
                OutputTokens = TokenCount.Of(usage, "completion_tokens"),
                CachedInputTokens = TokenCount.Of(usage, "prompt_tokens_details", "cached_tokens"),
                ReasoningTokens = TokenCount.Of(usage, "completion_tokens_details", "reasoning_tokens"),
            }
            : Usage.None;
}
