using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Quickstart.OpenAi;

/// <summary>
/// A message of the OpenAI chat-completions format as a turn, and back, without loss. What a turn has no place for is kept in its metadata:
/// unknown fields under <see cref="Fields"/>, and how a message said something that can be said in several ways.
/// </summary>
internal static class OpenAiMessage
{
    /// <summary>Fields of the message that the turn has no place for, verbatim.</summary>
    internal const string Fields = "fields";

    /// <summary>The role, where it is an older or newer name for one of the four.</summary>
    internal const string Role = "role";

    /// <summary>How the content stood there, where it was not a plain text: one of the four below.</summary>
    internal const string Content = "content";

    internal const string Absent = "absent";
    internal const string Null = "null";
    internal const string NoParts = "no parts";
    internal const string Parts = "parts";

    /// <summary>The message stands whole in a block of this type.</summary>
    internal const string Verbatim = "verbatim";

    public static Turn ToTurn(JsonElement message)
    {
        var turn = new MessageReader(message).Read();

        // What cannot be rebuilt from blocks (a part that only looks like a tool call, say) is kept whole, so nothing is ever lost.
        return JsonEquality.Same(ToMessage(turn), message) ? turn : KeepWhole(message, turn.Role);
    }

    public static JsonElement ToMessage(Turn turn) => MessageWriter.Write(turn);

    private static Turn KeepWhole(JsonElement message, TurnRole role)
    {
        var block = new JsonObject { ["type"] = Verbatim, ["message"] = JsonNode.Parse(message.GetRawText()) };
        return new Turn
        {
            Role = role,
            Content = [new OtherBlock(Verbatim, JsonSerializer.SerializeToElement(block))],
            Metadata = new JsonObject { [Content] = Verbatim },
        };
    }
}
