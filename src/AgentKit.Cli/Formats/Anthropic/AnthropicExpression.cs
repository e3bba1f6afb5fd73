using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>Messages for turns that came another way.</summary>
internal static class AnthropicExpression
{
    /// <summary>Parts that only another format knows.</summary>
    private static readonly string[] Foreign = ["image_url", "input_audio", "file", "refusal", OtherBlock.UnknownType];

    public static IEnumerable<JsonObject> Of(Turn turn, Action<ContentBlock> omitted)
    {
        var content = new JsonArray();
        foreach (var block in turn.Content)
        {
            // Empty texts are refused by the API.
            if (block is TextBlock { Text: "" })
            {
                continue;
            }

            if (block is OtherBlock other && (turn.Role == TurnRole.System || Foreign.Contains(other.Type)))
            {
                omitted(block);
                continue;
            }

            content.Add(BlockJson.Write(block));
        }

        // There are no instructions in the middle of a conversation: what is not at its beginning is said by the user.
        return content.Count == 0
            ? []
            : [new JsonObject { ["role"] = turn.Role == TurnRole.Assistant ? "assistant" : "user", ["content"] = content }];
    }
}
