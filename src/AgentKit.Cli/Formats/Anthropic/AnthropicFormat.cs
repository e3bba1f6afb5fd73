using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>Messages of the Anthropic messages API.</summary>
internal sealed class AnthropicFormat : IMessageFormat
{
    /// <summary>Marks the instructions beside the messages, which are no message.</summary>
    internal const string System = "system";

    /// <summary>Set where the content stood there as a plain text.</summary>
    internal const string Plain = "plain";

    /// <summary>Set where the content had no block.</summary>
    internal const string Empty = "empty";

    /// <summary>The ids of tool results that say in so many words that they are no error.</summary>
    internal const string NoErrors = "no_errors";

    /// <summary>Fields of the message that the turn has no place for, verbatim.</summary>
    internal const string Fields = "fields";

    public string Name => ConversationFormatNames.Of(ConversationFormat.Anthropic);

    public string? FindProblem(JsonElement message) => message.ValueKind != JsonValueKind.Object
        ? "is not an object"
        : MessageFields.Name(message, "role") switch
        {
            null => "has no \"role\"",
            not ("user" or "assistant" or "system") => "has a role that is none of user, assistant and system",
            _ => !message.TryGetProperty("content", out var content) || content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array)
                ? "has no \"content\" that is a text or a list of blocks"
                : null,
        };

    public Turn Read(JsonElement message)
    {
        var marks = new JsonObject();
        var content = message.GetProperty("content");
        var blocks = ReadContent(content, marks);
        var fields = message.EnumerateObject()
            .Where(field => field.Name is not ("role" or "content"))
            .Select(field => KeyValuePair.Create(field.Name, FormatMarks.ToNode(field.Value)))
            .ToList();
        if (fields.Count > 0)
        {
            marks[Fields] = new JsonObject(fields);
        }

        return new Turn
        {
            Role = RoleOf(message.GetProperty("role").GetString()!, blocks),
            Content = blocks,
            Model = MessageFields.Name(message, "model"),
            Usage = AnthropicUsage.Read(message),
            CreatedAt = MessageFields.Time(message),
            Metadata = new JsonObject { [Name] = marks },
        };
    }

    public JsonObject Rebuild(Turn turn)
    {
        var marks = FormatMarks.Find(turn, Name);
        var message = new JsonObject { ["role"] = RoleName(turn), ["content"] = WriteContent(turn, marks) };
        foreach (var (name, value) in marks?[Fields] as JsonObject ?? [])
        {
            message[name] = value?.DeepClone();
        }

        return message;
    }

    public IEnumerable<JsonObject> Express(Turn turn, Action<ContentBlock> omitted) => AnthropicExpression.Of(turn, omitted);

    public Turn? ReadSystem(JsonElement conversation)
    {
        if (!conversation.TryGetProperty("system", out var system) || system.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            return null;
        }

        var marks = new JsonObject { [System] = true };
        return new Turn { Role = TurnRole.System, Content = ReadContent(system, marks), Metadata = new JsonObject { [Name] = marks } };
    }

    /// <summary>The content of a message, or the instructions, as it stood there.</summary>
    internal static JsonNode WriteContent(Turn turn, JsonObject? marks)
    {
        if (marks?[Plain] is not null)
        {
            return turn.Text;
        }

        if (marks?[Empty] is not null)
        {
            return new JsonArray();
        }

        var explicitly = (marks?[NoErrors] as JsonArray ?? []).Select(id => (string?)id).ToHashSet(StringComparer.Ordinal);
        var blocks = new JsonArray();
        foreach (var block in turn.Content)
        {
            var json = BlockJson.Write(block);
            if (block is ToolResultBlock result && explicitly.Contains(result.ToolUseId))
            {
                json!["is_error"] = false;
            }

            blocks.Add(json);
        }

        return blocks;
    }

    private static List<ContentBlock> ReadContent(JsonElement content, JsonObject marks)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            marks[Plain] = true;
            return [content.GetString()!];
        }

        List<ContentBlock> blocks = [.. content.EnumerateArray().Select(BlockJson.Read)];
        var noErrors = content.EnumerateArray().Zip(blocks)
            .Where(pair => pair.Second is ToolResultBlock
                && pair.First.TryGetProperty("is_error", out var flag)
                && flag.ValueKind == JsonValueKind.False)
            .Select(pair => (JsonNode?)((ToolResultBlock)pair.Second).ToolUseId)
            .ToArray();
        if (noErrors.Length > 0)
        {
            marks[NoErrors] = new JsonArray(noErrors);
        }

        if (blocks.Count == 0)
        {
            // A turn has at least one block; the mark says that this one is not of the message.
            marks[Empty] = true;
            blocks.Add("");
        }

        return blocks;
    }

    /// <summary>The format gives the results of tools to the user; AgentKit has a role for them.</summary>
    private static TurnRole RoleOf(string role, List<ContentBlock> blocks) => role switch
    {
        "assistant" => TurnRole.Assistant,
        "system" => TurnRole.System,
        _ => blocks.TrueForAll(block => block is ToolResultBlock) ? TurnRole.Tool : TurnRole.User,
    };

    private static string RoleName(Turn turn) => turn.Role switch
    {
        TurnRole.Assistant => "assistant",
        TurnRole.System => "system",
        _ => "user",
    };
}
