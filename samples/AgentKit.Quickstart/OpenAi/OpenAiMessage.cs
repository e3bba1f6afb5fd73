using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Quickstart.OpenAi;

/// <summary>
/// A message of the OpenAI chat completions as a turn: taken apart field by field, and what a turn has no place for is left for its metadata. To bring
/// files in and have them back as they were, there is the tool: <c>agentkit import</c> and <c>agentkit export</c>.
/// </summary>
internal sealed class OpenAiMessage
{
    private const string Fields = "fields";

    private readonly Dictionary<string, JsonElement> _rest;

    private OpenAiMessage(JsonElement message) => _rest = message.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);

    public static Turn ToTurn(JsonElement message) => new OpenAiMessage(message).Read();

    private Turn Read()
    {
        var role = TakeRole();
        List<ContentBlock> blocks = TakeToolResult(role) is { } result ? [result] : [.. TakeContent(), .. TakeToolCalls()];

        // A turn has at least one block.
        if (blocks.Count == 0)
        {
            blocks.Add("");
        }

        var author = TakeName();
        var fields = new JsonObject(_rest.Select(field => KeyValuePair.Create(field.Key, ToNode(field.Value))));
        return new Turn
        {
            Role = role,
            Content = blocks,
            Author = author,
            Metadata = fields.Count == 0 ? null : new JsonObject { [Fields] = fields },
        };
    }

    private TurnRole TakeRole()
    {
        _rest.Remove("role", out var role);
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
        if (content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined))
        {
            _rest["content"] = content; // not the format
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => [content.GetString()!],
            // Reading a block never fails: what AgentKit does not know, such as an image_url, becomes an OtherBlock.
            // Only for null the serializer asks nobody.
            JsonValueKind.Array => content.EnumerateArray()
                .Select(part => part.Deserialize<ContentBlock>() ?? new OtherBlock(OtherBlock.UnknownType, part)),
            _ => [],
        };
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
