using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>
/// The person's message, kept with the run until it is committed with the first reply: a model call that fails before its first word leaves
/// nothing in the session, and a worker that dies leaves the message to its successor.
/// </summary>
internal static class Checkpoint
{
    public static JsonElement Of(Turn message) => JsonSerializer.SerializeToElement(
        new JsonObject
        {
            ["content"] = JsonSerializer.SerializeToNode(message.Content, BlockJsonContext.Default.IReadOnlyListContentBlock),
            ["role"] = message.Role.ToString(),
            ["author"] = message.Author,
            ["createdAt"] = message.CreatedAt,
            ["metadata"] = message.Metadata?.DeepClone(),
        },
        ContentJsonOptions.Default);

    /// <summary>The message, or <see langword="null"/> where the run has none.</summary>
    public static Turn? Read(JsonElement? checkpoint)
    {
        if (checkpoint is not { ValueKind: JsonValueKind.Object } json
            || !json.TryGetProperty("content", out var content)
            || content.Deserialize(BlockJsonContext.Default.ListContentBlock) is not { Count: > 0 } blocks)
        {
            return null;
        }

        return new Turn
        {
            Role = json.TryGetProperty("role", out var role) && Enum.TryParse<TurnRole>(role.GetString(), out var known) ? known : TurnRole.User,
            Content = blocks,
            Author = json.TryGetProperty("author", out var author) ? author.GetString() : null,
            CreatedAt = json.TryGetProperty("createdAt", out var time) && time.ValueKind == JsonValueKind.String ? time.GetDateTimeOffset() : null,
            Metadata = json.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
                ? JsonObject.Create(metadata)
                : null,
        };
    }
}
