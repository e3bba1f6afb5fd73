using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>Turns as messages; the other direction of <see cref="MessageWriter"/>.</summary>
internal static class MessageReader
{
    public static ChatMessage Read(Turn turn, JsonSerializerOptions options)
    {
        var extras = turn.Metadata?[ExtraNames.Extras] as JsonObject;
        return new ChatMessage
        {
            Role = RoleOf(turn, extras),
            Contents = IsEmpty(turn, extras) ? [] : [.. turn.Content.Select(block => ContentReader.Read(block, options))],
            AuthorName = turn.Author ?? Text(extras, "authorName"),
            CreatedAt = TimeOf(extras) ?? turn.CreatedAt,
            MessageId = Text(extras, "messageId"),
            AdditionalProperties = AdditionalOf(turn.Metadata, extras),
            RawRepresentation = turn,
        };
    }

    private static ChatRole RoleOf(Turn turn, JsonObject? extras) =>
        Text(extras, "role") is { Length: > 0 } role
            ? new ChatRole(role)
            : turn.Role switch
            {
                TurnRole.System => ChatRole.System,
                TurnRole.Assistant => ChatRole.Assistant,
                TurnRole.Tool => ChatRole.Tool,
                _ => ChatRole.User,
            };

    private static bool IsEmpty(Turn turn, JsonObject? extras) =>
        extras?["empty"] is not null && turn.Content is [TextBlock { Text: "" }];

    private static DateTimeOffset? TimeOf(JsonObject? extras) =>
        extras?["createdAt"] is JsonValue value && value.TryGetValue<DateTimeOffset>(out var time) ? time : null;

    private static string? Text(JsonObject? extras, string name) =>
        extras?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static AdditionalPropertiesDictionary? AdditionalOf(JsonObject? metadata, JsonObject? extras)
    {
        var kept = extras?["additionalProperties"] as JsonObject;
        AdditionalPropertiesDictionary additional = [];
        JsonObject others = [];
        foreach (var (name, value) in (metadata ?? []).Where(member => member.Key != ExtraNames.Extras).Concat(kept ?? []))
        {
            // The dictionary takes names that differ in case for the same.
            if (!additional.TryAdd(name, ElementOf(value)))
            {
                others[name] = value?.DeepClone();
            }
        }

        if (others.Count > 0)
        {
            additional[ExtraNames.Metadata] = ElementOf(others);
        }

        return additional.Count == 0 && kept is null ? null : additional;
    }

    private static JsonElement? ElementOf(JsonNode? value) =>
        value is null ? null : JsonSerializer.SerializeToElement(value, BlockJsonContext.Default.JsonNode);
}
