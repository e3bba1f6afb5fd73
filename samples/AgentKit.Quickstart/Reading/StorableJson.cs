using System.Text.Json;

namespace AgentKit.Quickstart.Reading;

/// <summary>Valid JSON may hold text that PostgreSQL cannot; AgentKit refuses it, so it is better noticed while reading.</summary>
internal static class StorableJson
{
    /// <summary>What is wrong, as the end of a sentence, or null.</summary>
    public static string? FindProblem(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject()
                    .Select(property => FindProblem(property.Name) ?? FindProblem(property.Value))
                    .FirstOrDefault(problem => problem is not null),
                JsonValueKind.Array => json.EnumerateArray().Select(FindProblem).FirstOrDefault(problem => problem is not null),
                JsonValueKind.String => FindProblem(json.GetString()!),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return "holds half of a surrogate pair, which is not text";
        }
    }

    private static string? FindProblem(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? "holds the character U+0000, which PostgreSQL cannot store" : null;
}
