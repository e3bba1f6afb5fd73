using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Blocks as contents. It never fails: what is no content of Microsoft.Extensions.AI becomes an <see cref="AIContent"/> that carries the
/// block, to be written back as it was.
/// </summary>
internal static class ContentReader
{
    public static AIContent Read(ContentBlock block, JsonSerializerOptions options)
    {
        AIContent content;
        try
        {
            content = ReadKnown(block, options) ?? new AIContent();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException) // also the converters of a host's own contents
        {
            content = new AIContent();
        }

        if (!ContentWriter.WriteAnew(content, options).Equals(block))
        {
            VerbatimBlock.Attach(content, block);
        }

        content.RawRepresentation = block;
        return content;
    }

    private static AIContent? ReadKnown(ContentBlock block, JsonSerializerOptions options) => block switch
    {
        TextBlock text => ReadText(text, options),
        ToolUseBlock use => ReadCall(use, options),
        ToolResultBlock result => ReadResult(result, options),
        OtherBlock other => Unwrap(other, options),
        _ => null,
    };

    private static AIContent ReadText(TextBlock text, JsonSerializerOptions options)
    {
        if (ExtrasOf(text) is not { } json)
        {
            return new TextContent(text.Text);
        }

        json["text"] = text.Text;
        return Deserialize("text", json, options);
    }

    private static FunctionCallContent ReadCall(ToolUseBlock use, JsonSerializerOptions options)
    {
        var arguments = use.Input.ValueKind == JsonValueKind.Object
            ? use.Input.Deserialize<IDictionary<string, object?>>(options)
            : null;
        if (ExtrasOf(use) is not { } json)
        {
            return new FunctionCallContent(use.Id, use.Name, arguments);
        }

        json["callId"] = use.Id;
        json["name"] = use.Name;
        var exception = json[ExtraNames.Exception];
        json.Remove(ExtraNames.Exception);
        var call = (FunctionCallContent)Deserialize("functionCall", json, options);
        call.Arguments = arguments;
        call.Exception = exception is null ? null : new FormatException($"The arguments of the call could not be read: {exception}.");
        return call;
    }

    private static FunctionResultContent ReadResult(ToolResultBlock block, JsonSerializerOptions options)
    {
        var json = ExtrasOf(block) ?? [];
        json["callId"] = block.ToolUseId;
        var kind = json[ExtraNames.Result];
        json.Remove(ExtraNames.Result);
        var result = (FunctionResultContent)Deserialize("functionResult", json, options);
        result.Result = ValueOf(block.Output, kind?.ToString(), options);
        result.Exception = block.IsError ? new InvalidOperationException("The tool reported an error.") : null;
        return result;
    }

    /// <summary>A text as a string: that is what providers send on as it is.</summary>
    private static object? ValueOf(JsonElement output, string? kind, JsonSerializerOptions options) => (kind, output.ValueKind) switch
    {
        ("content", _) => output.Deserialize<AIContent>(options),
        ("contents", _) => output.Deserialize<List<AIContent>>(options),
        (_, JsonValueKind.Undefined) => null,
        (_, JsonValueKind.String) when TextOf(output) is { } text => text,
        _ => output,
    };

    /// <summary>The text, or null where half of a character is escaped in it.</summary>
    internal static string? TextOf(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static AIContent? Unwrap(OtherBlock block, JsonSerializerOptions options) =>
        block.Type.StartsWith(ExtraNames.TypePrefix, StringComparison.Ordinal) && block.Json.TryGetProperty("content", out var content)
            ? content.Deserialize<AIContent>(options)
            : null;

    private static JsonObject? ExtrasOf(ContentBlock block) =>
        block.AdditionalProperties?.GetValueOrDefault(ExtraNames.Extras) is { ValueKind: JsonValueKind.Object } extras
            ? JsonObject.Create(extras.Clone())
            : null;

    private static AIContent Deserialize(string kind, JsonObject json, JsonSerializerOptions options)
    {
        json.Remove(ExtraNames.Unserializable);
        json.Insert(0, "$type", kind);
        return json.Deserialize<AIContent>(options)!;
    }
}
