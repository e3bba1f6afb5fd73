using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>Blocks as they are written in the formats that have blocks.</summary>
internal static class BlockJson
{
    /// <summary>A block of the kinds that AgentKit knows, or any other one verbatim.</summary>
    public static ContentBlock Read(JsonElement json) =>
        // Only for null the serializer asks nobody.
        json.Deserialize<ContentBlock>() ?? new OtherBlock(OtherBlock.UnknownType, json);

    /// <summary>As the base type, so that a block is written in the form in which it was read.</summary>
    public static JsonNode? Write(ContentBlock block) => JsonSerializer.SerializeToNode<ContentBlock>(block);

    /// <summary>What a tool answered, as one text.</summary>
    public static string TextOf(JsonElement output) => output.ValueKind switch
    {
        JsonValueKind.Undefined => "",
        JsonValueKind.String => output.GetString()!,
        JsonValueKind.Array when Texts(output) is { } texts => string.Concat(texts),
        _ => output.GetRawText(),
    };

    private static List<string>? Texts(JsonElement output)
    {
        var blocks = output.EnumerateArray().Select(Read).ToList();
        return blocks.TrueForAll(block => block is TextBlock) ? [.. blocks.OfType<TextBlock>().Select(block => block.Text)] : null;
    }
}
