using System.Text.Json;
using System.Text.Unicode;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// An object in a model's reply, read with suspicion: whatever is wrong becomes a <see cref="ModelResponseException"/> that names
/// the property and never quotes the reply. For the same reason parser errors are not passed on as causes: their messages quote.
/// </summary>
internal readonly struct ModelReply
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly string _expected;

    private ModelReply(JsonElement value, string path, string expected)
    {
        _object = value;
        _path = path;
        _expected = expected;
    }

    internal static ModelReply Parse(ReadOnlySpan<byte> utf8, string expected)
    {
        var json = MarkdownFence.Strip(utf8);
        if (!Utf8.IsValid(json))
        {
            throw new ModelResponseException(expected, "it is not valid UTF-8.");
        }

        JsonElement value;
        try
        {
            value = JsonElement.Parse(json);
        }
        catch (JsonException error)
        {
            throw new ModelResponseException(
                expected,
                FormattableString.Invariant($"it is not JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})."));
        }

        // Once for all members: such a reply could be read here, but not stored later.
        if (JsonGuard.FindProblem(value, int.MaxValue) is { } problem)
        {
            throw new ModelResponseException(expected, $"it {problem}.");
        }

        return value.ValueKind == JsonValueKind.Object
            ? new ModelReply(value, "", expected)
            : throw new ModelResponseException(expected, $"it is not an object but {Name(value)}.");
    }

    /// <summary>A text that says something.</summary>
    internal string RequiredName(string property) => OptionalName(property) ?? throw Missing(property);

    internal string? OptionalName(string property) =>
        OptionalText(property) is { } text
            ? string.IsNullOrWhiteSpace(text) ? throw Wrong(property, "is empty") : text
            : null;

    /// <summary>Any text; null and absent are the same.</summary>
    internal string? OptionalText(string property) => Find(property) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Wrong(property, $"is not a text but {Name(value)}"),
    };

    internal double RequiredConfidence(string property)
    {
        var value = Find(property) ?? throw Missing(property);
        if (value.ValueKind != JsonValueKind.Number)
        {
            throw Wrong(property, $"is not a number but {Name(value)}");
        }

        return value.TryGetDouble(out var number) && ConfidenceRange.IsValid(number)
            ? number
            : throw Wrong(property, "is not between 0 and 1");
    }

    internal JsonElement RequiredObject(string property)
    {
        var value = Find(property) ?? throw Missing(property);
        return value.ValueKind == JsonValueKind.Object ? value : throw Wrong(property, $"is not an object but {Name(value)}");
    }

    /// <summary>An object; null, false and absent are the same.</summary>
    internal ModelReply? OptionalObject(string property) => Find(property) switch
    {
        null or { ValueKind: JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.Object } value => new ModelReply(value, $"{_path}{property}.", _expected),
        { } value => throw Wrong(property, $"is not an object but {Name(value)}"),
    };

    /// <summary>An array of objects; null and absent are the same as empty.</summary>
    internal IReadOnlyList<ModelReply> OptionalObjects(string property)
    {
        if (Find(property) is not { } array)
        {
            return [];
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(property, $"is not an array but {Name(array)}");
        }

        var objects = new List<ModelReply>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            var path = FormattableString.Invariant($"{property}[{objects.Count}]");
            objects.Add(item.ValueKind == JsonValueKind.Object
                ? new ModelReply(item, $"{_path}{path}.", _expected)
                : throw Wrong(path, $"is not an object but {Name(item)}"));
        }

        return objects;
    }

    private JsonElement? Find(string property) =>
        _object.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private ModelResponseException Missing(string property) => Wrong(property, "is missing");

    private ModelResponseException Wrong(string property, string problem) => new(_expected, $"'{_path}{property}' {problem}.");

    private static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
