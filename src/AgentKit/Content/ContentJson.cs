using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// The stored form of a turn's content: an array of blocks, each with its <c>type</c>. Blocks must have passed
/// <see cref="ContentGuard"/> before they are written; reading takes whatever the column holds.
/// </summary>
internal static class ContentJson
{
    private const int MinCapacity = 256;

    // Stored content may nest deeper than what is accepted today, and reading never fails for it.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = int.MaxValue };

    /// <summary>The JSON of the blocks, as PostgreSQL is to store it.</summary>
    internal static PooledText Serialize(IReadOnlyList<ContentBlock> blocks)
    {
        var json = new JsonText(MinCapacity + EstimateLength(blocks));
        try
        {
            for (var i = 0; i < blocks.Count; i++)
            {
                json.Raw(i == 0 ? "[" : ",");
                ContentBlockWriter.Write(ref json, blocks[i]);
            }

            json.Raw(blocks.Count == 0 ? "[]" : "]");
            return json.Detach();
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>The blocks of a stored column.</summary>
    internal static IReadOnlyList<ContentBlock> Deserialize(string json)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            return Deserialize(buffer.AsSpan(0, Encoding.UTF8.GetBytes(json, buffer)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The blocks of a stored column. A text alone is one <see cref="TextBlock"/>, an object alone is one block, and anything else that
    /// is not an array is one <see cref="OtherBlock"/> of <see cref="OtherBlock.UnknownType"/>; so is what is not JSON at all, as a
    /// JSON string.
    /// </summary>
    internal static IReadOnlyList<ContentBlock> Deserialize(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, ReaderOptions);
            reader.Read();
            var blocks = reader.TokenType == JsonTokenType.StartArray ? ReadArray(ref reader) : [ReadSingle(ref reader)];
            reader.Read(); // Throws when something follows.
            return blocks;
        }
        catch (JsonException)
        {
            return [new OtherBlock(OtherBlock.UnknownType, AsJsonString(Encoding.UTF8.GetString(utf8)))];
        }
    }

    private static List<ContentBlock> ReadArray(ref Utf8JsonReader reader)
    {
        var blocks = new List<ContentBlock>(capacity: 1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            blocks.Add(ContentBlockReader.Read(ref reader));
        }

        return blocks;
    }

    private static ContentBlock ReadSingle(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            try
            {
                return new TextBlock(reader.GetString()!);
            }
            catch (InvalidOperationException)
            {
                // The escape of an unpaired surrogate: kept below as it is.
            }
        }

        return ContentBlockReader.Read(ref reader);
    }

    // So that the buffer seldom has to grow; it need not be right.
    private static int EstimateLength(IReadOnlyList<ContentBlock> blocks)
    {
        var length = 0;
        for (var i = 0; i < blocks.Count; i++)
        {
            length += blocks[i] switch
            {
                TextBlock text => text.Text.Length,
                ToolUseBlock use => RawLength(use.Input),
                ToolResultBlock result => RawLength(result.Output),
                OtherBlock other => RawLength(other.Json),
                _ => 0,
            };
        }

        return length;
    }

    private static int RawLength(JsonElement json) =>
        json.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(json).Length;

    private static JsonElement AsJsonString(string text)
    {
        var json = new JsonText(text.Length + MinCapacity);
        try
        {
            json.Quoted(text);
            return JsonElement.Parse(json.ToString());
        }
        finally
        {
            json.Dispose();
        }
    }
}
