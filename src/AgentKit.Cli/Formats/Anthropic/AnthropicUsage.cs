using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>What a message says it consumed. The format counts the tokens of the cache beside the input, AgentKit counts them in.</summary>
internal static class AnthropicUsage
{
    public static Usage Read(JsonElement message)
    {
        if (!message.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return Usage.None;
        }

        var cached = TokenCount.Of(usage, "cache_read_input_tokens");
        return new Usage
        {
            InputTokens = TokenCount.Of(usage, "input_tokens") + TokenCount.Of(usage, "cache_creation_input_tokens") + cached,
            OutputTokens = TokenCount.Of(usage, "output_tokens"),
            CachedInputTokens = cached,
        };
    }
}
