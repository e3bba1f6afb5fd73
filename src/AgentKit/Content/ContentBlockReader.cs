using System.Text.Json;

namespace AgentKit;

/// <summary>Reads one block. It never fails on well-formed JSON: what is not understood is kept as an <see cref="OtherBlock"/>.</summary>
internal static class ContentBlockReader
{
    /// <summary>Reads the value the reader stands on, whatever it is, and leaves the reader on its last token.</summary>
    internal static ContentBlock Read(ref Utf8JsonReader reader)
    {
        // Copies of the reader look ahead: the type may stand anywhere, and a block that turns out to be wrong is read again whole.
        var attempt = reader;
        if (TryReadKnown(ref attempt) is { } known)
        {
            reader = attempt;
            return known;
        }

        var json = JsonElement.ParseValue(ref reader);
        return new OtherBlock(TypeOf(json) ?? OtherBlock.UnknownType, json);
    }

    /// <summary>The kind that a <c>type</c> stands for.</summary>
    internal static BlockKind KindOf(string type) => type switch
    {
        "text" => BlockKind.Text,
        "tool_use" => BlockKind.ToolUse,
        "tool_result" => BlockKind.ToolResult,
        _ => BlockKind.Other,
    };

    /// <summary>The type of a block of a kind that is not known, or null when it has none that can be used.</summary>
    internal static string? TypeOf(JsonElement json)
    {
        try
        {
            var type = json.ValueKind == JsonValueKind.Object
                && json.TryGetProperty("type", out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
            return type is null or "" || KindOf(type) != BlockKind.Other ? null : type;
        }
        catch (InvalidOperationException)
        {
            return null; // An unpaired surrogate, which json in PostgreSQL lets through.
        }
    }

    /// <summary>What a property means for a kind; None is an additional one.</summary>
    internal static BlockMember MemberOf(BlockKind kind, string name) => (kind, name) switch
    {
        (_, "type") => BlockMember.Type,
        (BlockKind.Text, "text") or (BlockKind.ToolUse, "id") or (BlockKind.ToolResult, "tool_use_id") => BlockMember.Key,
        (BlockKind.ToolUse, "name") => BlockMember.Name,
        (BlockKind.ToolUse, "input") or (BlockKind.ToolResult, "content") => BlockMember.Json,
        (BlockKind.ToolResult, "is_error") => BlockMember.IsError,
        _ => BlockMember.None,
    };

    private static ContentBlock? TryReadKnown(ref Utf8JsonReader reader)
    {
        try
        {
            var kind = reader.TokenType == JsonTokenType.StartObject ? FindKind(reader) : BlockKind.Other;
            return kind == BlockKind.Other ? null : ReadMembers(ref reader, kind);
        }
        catch (InvalidOperationException)
        {
            return null; // As above: the text cannot be a .NET string, but it can be kept.
        }
    }

    private static BlockKind FindKind(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
            {
                return reader.TokenType == JsonTokenType.String ? KindOf(ref reader) : BlockKind.Other;
            }

            // Not Skip, which refuses to work while a stream is still being read, though the serializer has buffered this value.
            reader.TrySkip();
        }

        return BlockKind.Other;
    }

    private static ContentBlock? ReadMembers(ref Utf8JsonReader reader, BlockKind kind)
    {
        var members = default(BlockMembers);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(kind, ref reader);
            var additional = member == BlockMember.None ? reader.GetString() : null;
            reader.Read();
            if (additional is null ? !members.TrySet(member, ref reader) : !members.TryAdd(additional, ref reader))
            {
                return null;
            }
        }

        return members.ToBlock(kind);
    }

    // The two below say the same as their namesakes above, without making a string of each name.
    private static BlockKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("text"u8) ? BlockKind.Text
        : reader.ValueTextEquals("tool_use"u8) ? BlockKind.ToolUse
        : reader.ValueTextEquals("tool_result"u8) ? BlockKind.ToolResult
        : BlockKind.Other;

    private static BlockMember MemberOf(BlockKind kind, ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8))
        {
            return BlockMember.Type;
        }

        return kind switch
        {
            BlockKind.Text => reader.ValueTextEquals("text"u8) ? BlockMember.Key : BlockMember.None,
            BlockKind.ToolUse => reader.ValueTextEquals("id"u8) ? BlockMember.Key
                : reader.ValueTextEquals("name"u8) ? BlockMember.Name
                : reader.ValueTextEquals("input"u8) ? BlockMember.Json
                : BlockMember.None,
            _ => reader.ValueTextEquals("tool_use_id"u8) ? BlockMember.Key
                : reader.ValueTextEquals("content"u8) ? BlockMember.Json
                : reader.ValueTextEquals("is_error"u8) ? BlockMember.IsError
                : BlockMember.None,
        };
    }
}
