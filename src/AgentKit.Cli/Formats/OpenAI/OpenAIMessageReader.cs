using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>Takes a message apart, field by field; what nobody takes is left for the metadata.</summary>
internal sealed class OpenAIMessageReader(JsonElement message, string format)
{
    private readonly Dictionary<string, JsonElement> _rest =
        message.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);

    private readonly JsonObject _marks = [];

    public Turn Read()
    {
        var role = TakeRole();
        List<ContentBlock> blocks = TakeToolResult(role) is { } result ? [result] : [.. TakeContent(), .. TakeToolCalls()];

        // A turn has at least one block; the marks say that this one is not of the message.
        if (blocks.Count == 0)
        {
            blocks.Add("");
        }

        var author = TakeName();
        if (_rest.Count > 0)
        {
            _marks[OpenAIFormat.Fields] =
                new JsonObject(_rest.Select(field => KeyValuePair.Create(field.Key, FormatMarks.ToNode(field.Value))));
        }

        return new Turn
        {
            Role = role,
            Content = blocks,
            Author = author,
            Model = MessageFields.Name(message, "model"),
            Usage = OpenAIUsage.Read(message),
            CreatedAt = MessageFields.Time(message),
            Metadata = new JsonObject { [format] = _marks },
        };
    }

    private TurnRole TakeRole()
    {
        _rest.Remove("role", out var role);
        var name = role.GetString();
        if (name is "developer" or "function")
        {
            _marks[OpenAIFormat.Role] = name;
        }

        return name switch
        {
            "user" => TurnRole.User,
            "assistant" => TurnRole.Assistant,
            "tool" or "function" => TurnRole.Tool,
            _ => TurnRole.System,
        };
    }

    private ToolResultBlock? TakeToolResult(TurnRole role)
    {
        if (role != TurnRole.Tool || MessageFields.Name(message, "tool_call_id") is not { } id)
        {
            return null;
        }

        _rest.Remove("tool_call_id");
        _rest.Remove("content", out var output);
        return new ToolResultBlock(id, output);
    }

    private IEnumerable<ContentBlock> TakeContent()
    {
        _rest.Remove("content", out var content);
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return [content.GetString()!];
            case JsonValueKind.Array when content.GetArrayLength() > 0:
                _marks[OpenAIFormat.Content] = OpenAIFormat.Parts;
                return content.EnumerateArray().Select(BlockJson.Read);
            case JsonValueKind.Array:
                _marks[OpenAIFormat.Content] = OpenAIFormat.NoParts;
                return [];
            case JsonValueKind.Null:
                _marks[OpenAIFormat.Content] = OpenAIFormat.Null;
                return [];
            default:
                _marks[OpenAIFormat.Content] = OpenAIFormat.Absent;
                if (content.ValueKind != JsonValueKind.Undefined)
                {
                    _rest["content"] = content;
                }

                return [];
        }
    }

    private List<ToolUseBlock> TakeToolCalls()
    {
        if (!_rest.TryGetValue("tool_calls", out var calls) || OpenAIToolCall.TryRead(calls) is not { } blocks)
        {
            return [];
        }

        _rest.Remove("tool_calls");
        return blocks;
    }

    private string? TakeName()
    {
        var name = MessageFields.Name(message, "name");
        if (name is not null)
        {
            _rest.Remove("name");
        }

        return name;
    }
}
