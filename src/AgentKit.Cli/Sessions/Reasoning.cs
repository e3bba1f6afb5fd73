using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>What a model thought before it spoke: providers call such blocks <c>thinking</c> or <c>reasoning</c>.</summary>
internal static class Reasoning
{
    private static readonly string[] Members = ["thinking", "text", "reasoning", "summary"];

    /// <summary>Its text; <see langword="null"/> of any other block, and of thoughts that are encrypted.</summary>
    public static string? Find(OtherBlock block)
    {
        if (block.Json.ValueKind != JsonValueKind.Object
            || !(block.Type.Contains("thinking", StringComparison.Ordinal) || block.Type.Contains("reasoning", StringComparison.Ordinal)))
        {
            return null;
        }

        foreach (var member in Members)
        {
            if (block.Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }
}
