using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// A block that its content alone would not become again (a provider's own members, white space, repeated keys) travels with the content,
/// and is taken instead of it as long as nobody has changed the content.
/// </summary>
internal static class VerbatimBlock
{
    // What is stored may nest deeper than what is accepted today.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public static void Attach(AIContent content, ContentBlock block)
    {
        content.AdditionalProperties ??= [];
        content.AdditionalProperties[ExtraNames.Block] = block is OtherBlock other
            ? other.Json
            : JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(block, BlockJsonContext.Default.ContentBlock), AnyDepth);
    }

    /// <summary>The block, unless the content was changed since.</summary>
    public static ContentBlock? Find(AIContent content, JsonSerializerOptions options)
    {
        if (content.AdditionalProperties?.TryGetValue(ExtraNames.Block, out var value) != true || value is not JsonElement json)
        {
            return null;
        }

        var block = Parse(json);
        var original = ContentReader.Read(block, options);
        return content.GetType() == original.GetType()
            && ContentWriter.WriteAnew(content, options).Equals(ContentWriter.WriteAnew(original, options))
                ? block
                : null;
    }

    private static ContentBlock Parse(JsonElement json)
    {
        try
        {
            return json.Deserialize(BlockJsonContext.Default.ContentBlock) ?? new OtherBlock(OtherBlock.UnknownType, json);
        }
        catch (JsonException) // deeper than the serializer goes
        {
            return new OtherBlock(OtherBlock.UnknownType, json);
        }
    }
}
