using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>A message of a chat format as a turn, and back.</summary>
internal interface IMessageFormat
{
    /// <summary>The name under which a turn's metadata holds what only this format needs.</summary>
    string Name { get; }

    /// <summary>What is wrong with a message, as the end of a sentence, or null.</summary>
    string? FindProblem(JsonElement message);

    /// <summary>The turn that says the same; what it has no place for is in its metadata.</summary>
    Turn Read(JsonElement message);

    /// <summary>The message of a turn that <see cref="Read"/> made.</summary>
    JsonObject Rebuild(Turn turn);

    /// <summary>The messages of any other turn: none if the format has no word for anything in it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="omitted">Is told of each block that is left out.</param>
    IEnumerable<JsonObject> Express(Turn turn, Action<ContentBlock> omitted);

    /// <summary>Instructions that stand beside the messages, or null.</summary>
    Turn? ReadSystem(JsonElement conversation);
}
