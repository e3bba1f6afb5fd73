using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Infrastructure;

/// <summary>JSON objects on their way to the database and back.</summary>
internal static class StoredJson
{
    private const string Empty = "{}";

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private static readonly JsonDocumentOptions AnyDepthOnce = AnyDepth with { AllowDuplicateProperties = false };

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

    /// <summary>
    /// A new object for each reader: nobody sees what another one changes in it. What is stored may nest deeper than what is accepted today, and
    /// another writer may have put something in its place that is no object, which reads as an empty one: no page fails for it.
    /// </summary>
    public static JsonObject ReadObject(string json) => FindObject(json) ?? [];

    /// <summary>The same, or null for what is no object.</summary>
    public static JsonObject? FindObject(string json) =>
        json == Empty ? [] : JsonNode.Parse(json, documentOptions: AnyDepth) as JsonObject;

    /// <summary>The same of a <c>json</c> column, which holds repeated keys, too: the last one counts, as in <c>jsonb</c>.</summary>
    public static JsonObject ReadVerbatimObject(string json)
    {
        try
        {
            return json == Empty ? [] : JsonNode.Parse(json, documentOptions: AnyDepthOnce) as JsonObject ?? [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Sound(JsonElement.Parse(json, AnyDepth), depth: 1) as JsonObject ?? [];
        }
    }

    /// <summary>Nodes that can be looked into: those that .NET makes by itself throw at the first look where a key is there twice.</summary>
    private static JsonNode? Sound(JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth <= JsonGuard.DefaultMaxDepth:
                var members = new JsonObject();
                foreach (var member in value.EnumerateObject())
                {
                    if (NameOf(member) is { } name)
                    {
                        members[name] = Sound(member.Value, depth + 1);
                    }
                }

                return members;
            case JsonValueKind.Array when depth <= JsonGuard.DefaultMaxDepth:
                return new JsonArray([.. value.EnumerateArray().Select(item => Sound(item, depth + 1))]);
            case JsonValueKind.Object:
                return JsonObject.Create(value);
            case JsonValueKind.Array:
                return JsonArray.Create(value);
            default:
                return JsonValue.Create(value);
        }
    }

    /// <summary>Null for a name with half a surrogate pair, which no text can hold.</summary>
    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

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
