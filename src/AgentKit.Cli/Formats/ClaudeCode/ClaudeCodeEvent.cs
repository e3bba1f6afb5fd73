using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>One event of a session file as a turn, and back.</summary>
internal static class ClaudeCodeEvent
{
    /// <summary>The event around the message, verbatim; under the name of the format in a turn's metadata.</summary>
    private const string Around = "event";

    private const string Message = "message";

    /// <summary>The author of what a nameless agent of the session says.</summary>
    private const string SideChain = "sidechain";

    private static readonly AnthropicFormat Messages = new();

    private static string Format => ConversationFormatNames.Of(ConversationFormat.ClaudeCode);

    /// <summary>What is wrong with an event, as the end of a sentence, or null.</summary>
    public static string? FindProblem(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return "is not an object";
        }

        if (MessageFields.Name(json, "type") is null)
        {
            return "is no event: it has no \"type\"";
        }

        return IsMessage(json) && Messages.FindProblem(json.GetProperty(Message)) is { } problem ? $"has a message that {problem}" : null;
    }

    /// <summary>The session that an event belongs to; null where it does not say.</summary>
    public static string? SessionOf(JsonElement json) => MessageFields.Name(json, "sessionId");

    /// <summary>
    /// What a conversation is called that begins with the event: its session; or, of a file that an agent of the session has for itself and
    /// that begins with its side chain, session and agent. Null where the event does not say.
    /// </summary>
    public static string? ConversationOf(JsonElement json) => SessionOf(json) is not { } session ? null
        : IsSideChain(json) && AgentOf(json) is { } agent ? $"{session}/{agent}"
        : session;

    public static Turn Read(JsonElement json)
    {
        if (!IsMessage(json))
        {
            return Whole(json);
        }

        var around = new JsonObject(json.EnumerateObject()
            .Where(field => field.Name != Message)
            .Select(field => KeyValuePair.Create(field.Name, FormatMarks.ToNode(field.Value))));
        var turn = FormatMarks.Read(Messages, json.GetProperty(Message));
        turn.Metadata![Format] = new JsonObject { [Around] = around };
        return turn with
        {
            // Who reads the session sees who speaks; the event around the message has it for the way back.
            Author = IsSideChain(json) ? AgentOf(json) ?? SideChain : turn.Author,
            CreatedAt = MessageFields.Time(json) ?? turn.CreatedAt,
        };
    }

    /// <summary>The event that the turn was read from, or null for a turn that came another way.</summary>
    public static JsonObject? Rebuild(Turn turn)
    {
        if (FormatMarks.Find(turn, Format) is not { } marks)
        {
            return null;
        }

        if (marks[Around] is not JsonObject around)
        {
            return turn.Content is [OtherBlock whole] ? (JsonObject?)FormatMarks.ToNode(ClaudeCodeBlock.EventOf(whole)) : null;
        }

        var json = (JsonObject)around.DeepClone();
        json[Message] = FormatMarks.Write(Messages, turn);
        return json;
    }

    /// <summary>Whether it is an event that says what somebody said.</summary>
    public static bool IsMessage(JsonElement json) =>
        json.GetProperty("type").GetString() is "user" or "assistant"
        && json.TryGetProperty(Message, out var message)
        && message.ValueKind == JsonValueKind.Object;

    private static bool IsSideChain(JsonElement json) => json.TryGetProperty("isSidechain", out var isSide) && isSide.ValueKind == JsonValueKind.True;

    private static string? AgentOf(JsonElement json) => MessageFields.Name(json, "agentId");

    private static Turn Whole(JsonElement json) => new()
    {
        Role = TurnRole.System,
        Content = [ClaudeCodeBlock.Of(json)],
        CreatedAt = MessageFields.Time(json),
        Metadata = new JsonObject { [Format] = new JsonObject() },
    };
}
