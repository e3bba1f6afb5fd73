using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>An element of <c>tool_calls</c> as a block, and back.</summary>
internal static class OpenAIToolCall
{
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

    public static JsonObject Write(ToolUseBlock use)
    {
        var call = new JsonObject
        {
            ["id"] = use.Id,
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = use.Name,
                ["arguments"] = use.Input.ValueKind == JsonValueKind.String ? use.Input.GetString() : use.Input.GetRawText(),
            },
        };
        foreach (var (name, value) in use.AdditionalProperties ?? new Dictionary<string, JsonElement>())
        {
            call[name] = FormatMarks.ToNode(value);
        }

        return call;
    }

    private static ToolUseBlock? TryReadOne(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object
            || MessageFields.Name(call, "id") is not { } id
            || !call.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals("function")
            || !call.TryGetProperty("function", out var function) || function.ValueKind != JsonValueKind.Object
            || function.EnumerateObject().Count() != 2
            || MessageFields.Name(function, "name") is not { } name
            || !function.TryGetProperty("arguments", out var arguments) || arguments.ValueKind != JsonValueKind.String
            || call.TryGetProperty("name", out _) || call.TryGetProperty("input", out _))
        {
            return null;
        }

        var others = call.EnumerateObject()
            .Where(field => !OwnFields.Contains(field.Name))
            .ToDictionary(field => field.Name, field => field.Value);
        return new ToolUseBlock(id, name, ToInput(arguments)) { AdditionalProperties = others.Count == 0 ? null : others };
    }

    /// <summary>
    /// Models write arguments as a text of JSON. An object is kept as that object, verbatim; any other text as the text that it is, so that
    /// <see cref="Write"/> gives back the same text.
    /// </summary>
    private static JsonElement ToInput(JsonElement arguments)
    {
        try
        {
            var text = arguments.GetString()!;
            var parsed = JsonElement.Parse(text);
            return parsed.ValueKind == JsonValueKind.Object && parsed.GetRawText() == text && StorableJson.FindProblem(parsed) is null
                ? parsed
                : arguments;
        }
        catch (JsonException)
        {
            return arguments;
        }
    }
}
