using System.Text.Json;

namespace AgentKit;

/// <summary>Collects the members of one block in whatever order they come; says no to what does not make a block.</summary>
internal struct BlockMembers
{
    private BlockMember _seen;
    private string? _key;
    private string? _name;
    private JsonElement _json;
    private bool _isError;
    private Dictionary<string, JsonElement>? _additional;

    /// <summary>Takes the value the reader stands on as a known member. False: repeated, or of the wrong type.</summary>
    internal bool TrySet(BlockMember member, ref Utf8JsonReader reader)
    {
        if (_seen.HasFlag(member))
        {
            return false;
        }

        _seen |= member;
        switch (member)
        {
            case BlockMember.Type:
                return reader.TokenType == JsonTokenType.String;
            case BlockMember.Key:
                return TryReadString(ref reader, out _key);
            case BlockMember.Name:
                return TryReadString(ref reader, out _name);
            case BlockMember.Json:
                _json = JsonElement.ParseValue(ref reader);
                return true;
            default:
                // Serializers that write every optional member write null.
                _isError = reader.TokenType == JsonTokenType.True;
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null;
        }
    }

    /// <summary>Takes the value the reader stands on as an additional property. False: repeated.</summary>
    internal bool TryAdd(string name, ref Utf8JsonReader reader)
    {
        _additional ??= [];
        return _additional.TryAdd(name, JsonElement.ParseValue(ref reader));
    }

    /// <summary>The block, or null when a required member is missing or an id or name is empty.</summary>
    internal readonly ContentBlock? ToBlock(BlockKind kind) => kind switch
    {
        BlockKind.Text when _key is not null =>
            new TextBlock(_key) { AdditionalProperties = _additional },
        BlockKind.ToolUse when _key is not (null or "") && _name is not (null or "") && _seen.HasFlag(BlockMember.Json) =>
            new ToolUseBlock(_key, _name, _json) { AdditionalProperties = _additional },
        BlockKind.ToolResult when _key is not (null or "") =>
            new ToolResultBlock(_key, _json, _isError) { AdditionalProperties = _additional },
        _ => null,
    };

    private static bool TryReadString(ref Utf8JsonReader reader, out string? value)
    {
        value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return value is not null;
    }
}
