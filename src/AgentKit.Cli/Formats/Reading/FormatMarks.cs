using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>
/// What a turn has no place for stands in its metadata, under the name of the format: how a message said something that can be said in
/// several ways, and what AgentKit does not know. What cannot be put together again from that is kept whole.
/// </summary>
internal static class FormatMarks
{
    /// <summary>The message as it was, where it cannot be rebuilt.</summary>
    private const string Whole = "whole";

    /// <summary>The marks of a format, or null for a turn that came another way.</summary>
    public static JsonObject? Find(Turn turn, string format) => turn.Metadata?[format] as JsonObject;

    /// <summary>The turn of a message, so that <see cref="Write"/> gives the same message.</summary>
    public static Turn Read(IMessageFormat format, JsonElement message)
    {
        var turn = format.Read(message);
        if (JsonEquality.Same(JsonSerializer.SerializeToElement(format.Rebuild(turn)), message))
        {
            return turn;
        }

        return turn with { Metadata = new JsonObject { [format.Name] = new JsonObject { [Whole] = ToNode(message) } } };
    }

    /// <summary>The message of a turn that was read from this format.</summary>
    public static JsonObject Write(IMessageFormat format, Turn turn) =>
        Find(turn, format.Name)?[Whole] is JsonObject whole ? (JsonObject)whole.DeepClone() : format.Rebuild(turn);

    public static JsonNode? ToNode(JsonElement json) => JsonNode.Parse(json.GetRawText());
}
