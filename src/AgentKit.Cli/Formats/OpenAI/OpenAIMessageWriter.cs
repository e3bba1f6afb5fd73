using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>Puts messages together from turns.</summary>
internal static class OpenAIMessageWriter
{
    private static readonly string[] OwnParts = ["image_url", "input_audio", "file", "refusal"];

    /// <summary>The message that the turn was read from.</summary>
    public static JsonObject Rebuild(Turn turn, JsonObject? marks)
    {
        var message = new JsonObject { ["role"] = (string?)marks?[OpenAIFormat.Role] ?? RoleOf(turn) };
        if (turn is { Role: TurnRole.Tool, Content: [ToolResultBlock result] })
        {
            AddToolResult(message, result);
        }
        else
        {
            AddContent(message, turn, (string?)marks?[OpenAIFormat.Content]);
        }

        if (turn.Author is not null)
        {
            message["name"] = turn.Author;
        }

        foreach (var (name, value) in marks?[OpenAIFormat.Fields] as JsonObject ?? [])
        {
            message[name] = value?.DeepClone();
        }

        return message;
    }

    /// <summary>What the turn says, as far as this format can say it: results of tools each in a message of its own, then the rest.</summary>
    public static IEnumerable<JsonObject> Express(Turn turn, Action<ContentBlock> omitted)
    {
        List<ToolUseBlock> calls = [];
        List<ContentBlock> parts = [];
        foreach (var block in turn.Content)
        {
            switch (block)
            {
                case ToolResultBlock result:
                    yield return new JsonObject
                    {
                        ["role"] = "tool",
                        ["tool_call_id"] = result.ToolUseId,
                        ["content"] = BlockJson.TextOf(result.Output),
                    };
                    break;
                case ToolUseBlock use:
                    calls.Add(use);
                    break;
                case TextBlock:
                case OtherBlock other when OwnParts.Contains(other.Type):
                    parts.Add(block);
                    break;
                default:
                    omitted(block);
                    break;
            }
        }

        if (parts.Count + calls.Count > 0)
        {
            yield return Message(turn, parts, calls);
        }
    }

    private static JsonObject Message(Turn turn, List<ContentBlock> parts, List<ToolUseBlock> calls)
    {
        var message = new JsonObject
        {
            ["role"] = turn.Role == TurnRole.Tool ? "user" : RoleOf(turn),
            ["content"] = parts switch
            {
                [] => null,
                [TextBlock text] => text.Text,
                _ => new JsonArray([.. parts.Select(BlockJson.Write)]),
            },
        };
        if (turn.Author is not null)
        {
            message["name"] = turn.Author;
        }

        AddCalls(message, calls);
        return message;
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
            message["content"] = FormatMarks.ToNode(result.Output);
        }
    }

    private static void AddContent(JsonObject message, Turn turn, string? form)
    {
        switch (form)
        {
            case null:
                message["content"] = turn.Text;
                break;
            case OpenAIFormat.Null:
                message["content"] = null;
                break;
            case OpenAIFormat.NoParts:
                message["content"] = new JsonArray();
                break;
            case OpenAIFormat.Parts:
                message["content"] = new JsonArray([.. turn.Content.Where(block => block is not ToolUseBlock).Select(BlockJson.Write)]);
                break;
        }

        AddCalls(message, [.. turn.Content.OfType<ToolUseBlock>()]);
    }

    private static void AddCalls(JsonObject message, List<ToolUseBlock> calls)
    {
        if (calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. calls.Select(OpenAIToolCall.Write)]);
        }
    }
}
