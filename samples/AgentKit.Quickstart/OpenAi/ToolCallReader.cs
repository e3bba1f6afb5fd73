using System.Text.Json;
using AgentKit.Quickstart.Reading;

namespace AgentKit.Quickstart.OpenAi;

/// <summary>Turns <c>tool_calls</c> into blocks.</summary>
internal static class ToolCallReader
{
    private const int MaxNameLength = Turn.MaxNameLength;

    private static readonly string[] OwnFields = ["id", "type", "function"];

    /// <summary>The calls, or null unless each of them is an ordinary call of a function; they are then kept as an unknown field.</summary>
    public static List<ToolUseBlock>? TryRead(JsonElement calls)
    {
        if (calls.ValueKind != JsonValueKind.Array || calls.GetArrayLength() == 0)
        {
            return null;
        }

        var blocks = calls.EnumerateArray().Select(TryReadOne).OfType<ToolUseBlock>().ToList();
        return blocks.Count == calls.GetArrayLength() ? blocks : null;
    }

    /// <summary>Whether it is a text that can be an id or a name.</summary>
    public static bool IsName(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: <= MaxNameLength } text
        && !string.IsNullOrWhiteSpace(text);

    private static ToolUseBlock? TryReadOne(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object
            || !call.TryGetProperty("id", out var id) || !IsName(id)
            || !call.TryGetProperty("type", out var type) || !type.ValueEquals("function")
            || !call.TryGetProperty("function", out var function) || function.ValueKind != JsonValueKind.Object
            || function.EnumerateObject().Count() != 2
            || !function.TryGetProperty("name", out var name) || !IsName(name)
            || !function.TryGetProperty("arguments", out var arguments) || arguments.ValueKind != JsonValueKind.String
            || call.TryGetProperty("name", out _) || call.TryGetProperty("input", out _))
        {
            return null;
        }

        var others = call.EnumerateObject()
            .Where(field => !OwnFields.Contains(field.Name))
            .ToDictionary(field => field.Name, field => field.Value);
        return new ToolUseBlock(id.GetString()!, name.GetString()!, ToInput(arguments))
        {
            AdditionalProperties = others.Count == 0 ? null : others,
        };
    }

    /// <summary>Models write arguments as a text of JSON. An object is kept as that object, verbatim; any other text as the text that it is.</summary>
    private static JsonElement ToInput(JsonElement arguments)
    {
        try
        {
            var text = arguments.GetString()!;
            var parsed = JsonElement.Parse(text);
            return parsed.ValueKind == JsonValueKind.Object && StorableJson.FindProblem(parsed) is null
                ? parsed
                : arguments;
        }
        catch (JsonException)
        {
            return arguments;
        }
    }
}
