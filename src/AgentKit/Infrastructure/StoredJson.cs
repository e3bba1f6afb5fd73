using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Infrastructure;

/// <summary>JSON objects on their way to the database and back.</summary>
internal static class StoredJson
{
    private const string Empty = "{}";

    /// <summary>Readable in the database; nothing of it is ever put into HTML unescaped by this library.</summary>
    internal static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of an object, checked.</summary>
    /// <param name="value">The object.</param>
    /// <param name="maxBytes">The most bytes of UTF-8.</param>
    /// <param name="paramName">What to call it in an error.</param>
    /// <param name="forJsonb">Whether the database merges it, so that its numbers must fit PostgreSQL's numeric.</param>
    public static string Write(JsonObject value, int maxBytes, string paramName, bool forJsonb = true)
    {
        ArgumentNullException.ThrowIfNull(value, paramName);
        if (value.Count == 0)
        {
            return Empty;
        }

        // Writing would turn an unpaired surrogate into U+FFFD without a word.
        if (FindProblem(value) is { } problem)
        {
            throw new ArgumentException($"The value {problem}.", paramName);
        }

        var json = value.ToJsonString(Readable);
        JsonGuard.Check(json, paramName, maxBytes, forJsonb: forJsonb);
        return json;
    }

    /// <summary>A new object for each reader: nobody sees what another one changes in it.</summary>
    public static JsonObject ReadObject(string json) =>
        json == Empty ? [] : JsonNode.Parse(json) as JsonObject ?? [];

    private static string? FindProblem(JsonObject value)
    {
        try
        {
            return FindProblem(value, depth: 1);
        }
        catch (InvalidOperationException)
        {
            return "contains the escape of an unpaired surrogate";
        }
    }

    private static string? FindProblem(JsonNode? node, int depth) => node switch
    {
        JsonObject or JsonArray when depth > JsonGuard.DefaultMaxDepth => $"nests deeper than the {JsonGuard.DefaultMaxDepth} levels allowed",
        JsonObject members => members
            .Select(member => TextGuard.FindProblem(member.Key) ?? FindProblem(member.Value, depth + 1))
            .FirstOrDefault(problem => problem is not null),
        JsonArray items => items.Select(item => FindProblem(item, depth + 1)).FirstOrDefault(problem => problem is not null),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => FindStringProblem(value),
        _ => null,
    };

    private static string? FindStringProblem(JsonValue value) =>
        value.TryGetValue<string>(out var text) ? TextGuard.FindProblem(text)
        : value.TryGetValue<char>(out var character) ? TextGuard.FindProblem([character])
        : null;
}
