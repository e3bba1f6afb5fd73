using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>Valid JSON may hold text that PostgreSQL cannot; AgentKit refuses it, so it is better noticed while reading.</summary>
internal static class StorableJson
{
    /// <summary>A little less than what AgentKit stores, because some levels come around it.</summary>
    private const int MaxDepth = 56;

    /// <summary>What is wrong, as the end of a sentence, or null.</summary>
    public static string? FindProblem(JsonElement json)
    {
        try
        {
            return Find(json, depth: 1);
        }
        catch (InvalidOperationException)
        {
            return "holds half of a surrogate pair, which is not text";
        }
    }

    private static string? Find(JsonElement json, int depth)
    {
        if (depth > MaxDepth)
        {
            return "nests deeper than the 56 levels allowed";
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    if ((FindIn(property.Name) ?? Find(property.Value, depth + 1)) is { } problem)
                    {
                        return problem;
                    }
                }

                return null;
            case JsonValueKind.Array:
                foreach (var element in json.EnumerateArray())
                {
                    if (Find(element, depth + 1) is { } problem)
                    {
                        return problem;
                    }
                }

                return null;
            case JsonValueKind.String:
                return FindIn(json.GetString()!);
            default:
                return null;
        }
    }

    private static string? FindIn(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? "holds the character U+0000, which PostgreSQL cannot store" : null;
}
