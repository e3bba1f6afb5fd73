using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Contents as blocks. Text, function calls and function results have blocks of their own; every other content becomes a block of type
/// <c>ai.&lt;kind&gt;</c> around its JSON.
/// </summary>
internal static class ContentWriter
{
    private const string Discriminator = "$type";

    public static ContentBlock Write(AIContent content, JsonSerializerOptions options) =>
        VerbatimBlock.Find(content, options) ?? WriteAnew(content, options);

    /// <summary>The block that a content becomes, whatever block it was read from.</summary>
    public static ContentBlock WriteAnew(AIContent content, JsonSerializerOptions options)
    {
        try
        {
            return content switch
            {
                TextContent { Annotations: null, AdditionalProperties: null } text => new TextBlock(text.Text),
                TextContent text => WriteText(text, options),
                FunctionCallContent call when IsKnown(call) => WriteCall(call, options),
                FunctionResultContent result when IsKnown(result) => WriteResult(result, options),
                _ => Wrap(content, options),
            };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException) // serializing runs code of the host, which may throw anything
        {
            return WriteEssence(content, exception);
        }
    }

    // A type derived from these has members that nobody here knows, and an empty id or name makes no block.
    private static bool IsKnown(FunctionCallContent call) =>
        call.GetType() == typeof(FunctionCallContent) && call is { CallId.Length: > 0, Name.Length: > 0 };

    private static bool IsKnown(FunctionResultContent result) =>
        result.GetType() == typeof(FunctionResultContent) && result.CallId.Length > 0;

    private static TextBlock WriteText(TextContent text, JsonSerializerOptions options)
    {
        var rest = Serialize(text, options);
        rest.Remove("text");
        return new TextBlock(text.Text) { AdditionalProperties = ExtrasOf(rest, options) };
    }

    private static ToolUseBlock WriteCall(FunctionCallContent call, JsonSerializerOptions options)
    {
        var input = JsonSerializer.SerializeToElement(call.Arguments, options);
        if (call is { Exception: null, InformationalOnly: false, Annotations: null, AdditionalProperties: null })
        {
            return new ToolUseBlock(call.CallId, call.Name, input);
        }

        var rest = Serialize(call, options);
        rest.Remove("callId");
        rest.Remove("name");
        rest.Remove("arguments");
        if (!call.InformationalOnly)
        {
            rest.Remove("informationalOnly");
        }

        if (call.Exception is { } exception)
        {
            rest[ExtraNames.Exception] = exception.GetType().FullName;
        }

        return new ToolUseBlock(call.CallId, call.Name, input) { AdditionalProperties = ExtrasOf(rest, options) };
    }

    private static ToolResultBlock WriteResult(FunctionResultContent result, JsonSerializerOptions options)
    {
        var rest = Serialize(result, options);
        JsonElement output = default;
        if (result.Result is not null)
        {
            output = OutputOf(result.Result, rest["result"], options);
            rest.Remove("result");
        }

        rest.Remove("callId");
        if (result.Result is AIContent)
        {
            rest[ExtraNames.Result] = "content";
        }
        else if (result.Result is IEnumerable<AIContent>)
        {
            rest[ExtraNames.Result] = "contents";
        }

        return new ToolResultBlock(result.CallId, output, result.Exception is not null) { AdditionalProperties = ExtrasOf(rest, options) };
    }

    /// <summary>Verbatim, but for texts: they come back as strings, so they are spelled as strings are.</summary>
    private static JsonElement OutputOf(object result, JsonNode? json, JsonSerializerOptions options) => result switch
    {
        JsonElement { ValueKind: JsonValueKind.String } text when ContentReader.TextOf(text) is { } value =>
            JsonSerializer.SerializeToElement(value, options),
        JsonElement element => element,
        _ => JsonSerializer.SerializeToElement(json, options),
    };

    private static OtherBlock Wrap(AIContent content, JsonSerializerOptions options)
    {
        JsonObject json;
        string kind;
        JsonObject block = [];
        try
        {
            json = Serialize(content, options, typeof(AIContent));
            kind = json[Discriminator]?.ToString() ?? "content";
        }
        catch (NotSupportedException) // a type of which the serializer was not told
        {
            json = Serialize(content, options, content.GetType());
            kind = "unknown";
            block["clr_type"] = content.GetType().FullName;
        }

        block.Insert(0, "type", ExtraNames.TypePrefix + kind);
        block["content"] = json;
        return new OtherBlock(ExtraNames.TypePrefix + kind, JsonSerializer.SerializeToElement(block, options));
    }

    /// <summary>What can be kept of a content that cannot be serialized whole: a reply that was paid for is not lost for it.</summary>
    private static ContentBlock WriteEssence(AIContent content, Exception exception)
    {
        var rest = new JsonObject { [ExtraNames.Unserializable] = exception.GetType().FullName };
        var options = ContentJsonOptions.Default;
        switch (content)
        {
            case TextContent text:
                return new TextBlock(text.Text) { AdditionalProperties = ExtrasOf(rest, options) };
            case FunctionCallContent call when IsKnown(call):
                rest[ExtraNames.Exception] = exception.GetType().FullName;
                return new ToolUseBlock(call.CallId, call.Name, JsonElement.Parse("null")) { AdditionalProperties = ExtrasOf(rest, options) };
            case FunctionResultContent result when IsKnown(result):
                return new ToolResultBlock(result.CallId, default, result.Exception is not null)
                {
                    AdditionalProperties = ExtrasOf(rest, options),
                };
            default:
                rest.Insert(0, "type", ExtraNames.TypePrefix + "unknown");
                rest["clr_type"] = content.GetType().FullName;
                return new OtherBlock(ExtraNames.TypePrefix + "unknown", JsonSerializer.SerializeToElement(rest, options));
        }
    }

    private static JsonObject Serialize(AIContent content, JsonSerializerOptions options)
    {
        var json = Serialize(content, options, typeof(AIContent));
        json.Remove(Discriminator);
        return json;
    }

    /// <summary>Without the block that the content was read from: here the content itself is wanted.</summary>
    private static JsonObject Serialize(AIContent content, JsonSerializerOptions options, Type type)
    {
        var json = JsonSerializer.SerializeToNode(content, type, options)!.AsObject();
        if (json["additionalProperties"] is JsonObject additional && additional.Remove(ExtraNames.Block) && additional.Count == 0)
        {
            json.Remove("additionalProperties");
        }

        return json;
    }

    private static Dictionary<string, JsonElement>? ExtrasOf(JsonObject rest, JsonSerializerOptions options) =>
        rest.Count == 0 ? null : new() { [ExtraNames.Extras] = JsonSerializer.SerializeToElement(rest, options) };
}
