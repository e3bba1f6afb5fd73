using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Quickstart.OpenAi;

/// <summary>Puts a message together again from its turn.</summary>
internal static class MessageWriter
{
    public static JsonElement Write(Turn turn)
    {
        var form = (string?)turn.Metadata?[OpenAiMessage.Content];
        if (form == OpenAiMessage.Verbatim && turn.Content is [OtherBlock whole])
        {
            return whole.Json.GetProperty("message");
        }

        var message = new JsonObject { ["role"] = (string?)turn.Metadata?[OpenAiMessage.Role] ?? RoleOf(turn) };
        if (turn is { Role: TurnRole.Tool, Content: [ToolResultBlock result] })
        {
            AddToolResult(message, result);
        }
        else
        {
            AddContent(message, turn, form);
        }

        if (turn.Author is not null)
        {
            message["name"] = turn.Author;
        }

        foreach (var (name, value) in turn.Metadata?[OpenAiMessage.Fields] as JsonObject ?? [])
        {
            message[name] = value?.DeepClone();
        }

        return JsonSerializer.SerializeToElement(message);
    }

    private static string RoleOf(Turn turn) => turn.Role switch
    {
        TurnRole.User => "user",
        TurnRole.Assistant => "assistant",
        TurnRole.Tool => "tool",
        _ => "system",
    };

    private static void AddToolResult(JsonObject message, ToolResultBlock result)
    {
        message["tool_call_id"] = result.ToolUseId;
        if (result.Output.ValueKind != JsonValueKind.Undefined)
        {
            message["content"] = JsonNode.Parse(result.Output.GetRawText());
        }
    }

    private static void AddContent(JsonObject message, Turn turn, string? form)
    {
        var calls = turn.Content.OfType<ToolUseBlock>().ToList();
        switch (form)
        {
            case null:
                message["content"] = turn.Text;
                break;
            case OpenAiMessage.Null:
                message["content"] = null;
                break;
            case OpenAiMessage.NoParts:
                message["content"] = new JsonArray();
                break;
            case OpenAiMessage.Parts:
                message["content"] = new JsonArray([.. turn.Content.Where(block => block is not ToolUseBlock).Select(ToPart)]);
                break;
        }

        if (calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. calls.Select(ToToolCall)]);
        }
    }

    // As the base type, so that a block is written in the form in which it was read.
    private static JsonNode? ToPart(ContentBlock block) => JsonSerializer.SerializeToNode<ContentBlock>(block);

    private static JsonObject ToToolCall(ToolUseBlock use)
    {
        var call = new JsonObject
        {
            ["id"] = use.Id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = use.Name, ["arguments"] = ToolCallReader.ToArguments(use.Input) },
        };
        foreach (var (name, value) in use.AdditionalProperties ?? new Dictionary<string, JsonElement>())
        {
            call[name] = JsonNode.Parse(value.GetRawText());
        }

        return call;
    }
}
