using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Quickstart.OpenAi;

/// <summary>Takes a message apart, field by field; what nobody takes is left for the metadata.</summary>
internal sealed class MessageReader(JsonElement message)
{
    private readonly Dictionary<string, JsonElement> _rest =
        message.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);

    private readonly JsonObject _metadata = [];

    public Turn Read()
    {
        var role = TakeRole();
        List<ContentBlock> blocks = TakeToolResult(role) is { } result ? [result] : [.. TakeContent(), .. TakeToolCalls()];

        // A turn has at least one block; the metadata says that this one is not of the message.
        if (blocks.Count == 0)
        {
            blocks.Add("");
        }

        var author = TakeName();
        if (_rest.Count > 0)
        {
            _metadata[OpenAiMessage.Fields] = new JsonObject(_rest.Select(field => KeyValuePair.Create(field.Key, ToNode(field.Value))));
        }

        return new Turn { Role = role, Content = blocks, Author = author, Metadata = _metadata.Count == 0 ? null : _metadata };
    }

    private TurnRole TakeRole()
    {
        _rest.Remove("role", out var role);
        if (role.GetString() is "developer" or "function")
        {
            _metadata[OpenAiMessage.Role] = role.GetString();
        }

        return role.GetString() switch
        {
            "user" => TurnRole.User,
            "assistant" => TurnRole.Assistant,
            "tool" or "function" => TurnRole.Tool,
            _ => TurnRole.System,
        };
    }

    private ToolResultBlock? TakeToolResult(TurnRole role)
    {
        if (role != TurnRole.Tool || !_rest.TryGetValue("tool_call_id", out var id) || !ToolCallReader.IsName(id))
        {
            return null;
        }

        _rest.Remove("tool_call_id");
        _rest.Remove("content", out var output);

        // The format has no flag for failures: tools say it in words.
        var failed = output.ValueKind == JsonValueKind.String && output.GetString()!.StartsWith("Error", StringComparison.Ordinal);
        return new ToolResultBlock(id.GetString()!, output, failed);
    }

    private IEnumerable<ContentBlock> TakeContent()
    {
        _rest.Remove("content", out var content);
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return [content.GetString()!];
            case JsonValueKind.Array when content.GetArrayLength() > 0:
                _metadata[OpenAiMessage.Content] = OpenAiMessage.Parts;
                // Reading a block never fails: what AgentKit does not know, such as an image_url, becomes an OtherBlock.
                // Only for null the serializer asks nobody.
                return content.EnumerateArray()
                    .Select(part => part.Deserialize<ContentBlock>() ?? new OtherBlock(OtherBlock.UnknownType, part));
            case JsonValueKind.Array:
                _metadata[OpenAiMessage.Content] = OpenAiMessage.NoParts;
                return [];
            case JsonValueKind.Null:
                _metadata[OpenAiMessage.Content] = OpenAiMessage.Null;
                return [];
            default:
                _metadata[OpenAiMessage.Content] = OpenAiMessage.Absent;
                if (content.ValueKind != JsonValueKind.Undefined)
                {
                    _rest["content"] = content;
                }

                return [];
        }
    }

    private List<ToolUseBlock> TakeToolCalls()
    {
        if (!_rest.TryGetValue("tool_calls", out var calls) || ToolCallReader.TryRead(calls) is not { } blocks)
        {
            return [];
        }

        _rest.Remove("tool_calls");
        return blocks;
    }

    private string? TakeName()
    {
        if (!_rest.TryGetValue("name", out var name) || !ToolCallReader.IsName(name))
        {
            return null;
        }

        _rest.Remove("name");
        return name.GetString();
    }

    private static JsonNode? ToNode(JsonElement json) => JsonNode.Parse(json.GetRawText());
}
