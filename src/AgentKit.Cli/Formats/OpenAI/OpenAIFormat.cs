using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>Messages of the OpenAI chat completions.</summary>
internal sealed class OpenAIFormat : IMessageFormat
{
    /// <summary>The role, where it is an older or newer name for one of the four.</summary>
    internal const string Role = "role";

    /// <summary>How the content stood there, where it was not a plain text: one of the four below.</summary>
    internal const string Content = "content";

    internal const string Absent = "absent";
    internal const string Null = "null";
    internal const string NoParts = "no parts";
    internal const string Parts = "parts";

    /// <summary>Fields of the message that the turn has no place for, verbatim.</summary>
    internal const string Fields = "fields";

    public string Name => ConversationFormatNames.Of(ConversationFormat.OpenAI);

    public string? FindProblem(JsonElement message) => message.ValueKind != JsonValueKind.Object
        ? "is not an object"
        : MessageFields.Name(message, "role") switch
        {
            null => "has no \"role\"",
            "system" or "developer" or "user" or "assistant" or "tool" or "function" => null,
            _ => "has a role that is none of system, developer, user, assistant, tool and function",
        };

    public Turn Read(JsonElement message) => new OpenAIMessageReader(message, Name).Read();

    public JsonObject Rebuild(Turn turn) => OpenAIMessageWriter.Rebuild(turn, FormatMarks.Find(turn, Name));

    public IEnumerable<JsonObject> Express(Turn turn, Action<ContentBlock> omitted) => OpenAIMessageWriter.Express(turn, omitted);

    public Turn? ReadSystem(JsonElement conversation) => null;
}
