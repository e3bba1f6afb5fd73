using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>Numbers of tokens in JSON; what is no number, or none that can be, counts nothing.</summary>
internal static class TokenCount
{
    public static long Of(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return 0;
            }
        }

        return json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var count) && count is > 0 and <= Usage.MaxTokens ? count : 0;
    }
}
