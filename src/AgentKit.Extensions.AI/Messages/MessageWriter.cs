using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Messages as turns. What a turn has no member for goes to its metadata: additional properties by name, all else among the extras.
/// </summary>
internal static class MessageWriter
{
    public static Turn Write(ChatMessage message, JsonSerializerOptions options)
    {
        var extras = new JsonObject();
        var content = message.Contents.Select(part => ContentWriter.Write(part, options)).ToArray();
        if (content.Length == 0)
        {
            content = [new TextBlock("")];
            extras["empty"] = true;
        }

        return new Turn
        {
            Role = RoleOf(message.Role, extras),
            Content = content,
            Author = AuthorOf(message.AuthorName, extras),
            CreatedAt = TimeOf(message.CreatedAt, extras),
            Metadata = MetadataOf(message, extras, options),
        };
    }

    /// <summary>A message that somebody has sent just now, unless it says when: its turn is committed with the answer, and was said before that.</summary>
    public static Turn WriteNew(ChatMessage message, JsonSerializerOptions options, TimeProvider time)
    {
        var turn = Write(message, options);
        return turn with { CreatedAt = turn.CreatedAt ?? time.GetUtcNow() };
    }

    private static TurnRole RoleOf(ChatRole role, JsonObject extras)
    {
        var (known, exact) = role.Value switch
        {
            "system" => (TurnRole.System, true),
            "user" => (TurnRole.User, true),
            "assistant" => (TurnRole.Assistant, true),
            "tool" => (TurnRole.Tool, true),
            "developer" => (TurnRole.System, false),
            _ => (TurnRole.User, false),
        };
        if (!exact)
        {
            extras["role"] = role.Value;
        }

        return known;
    }

    private static string? AuthorOf(string? name, JsonObject extras)
    {
        if (name is null || (!string.IsNullOrWhiteSpace(name) && name.Length <= Turn.MaxNameLength))
        {
            return name;
        }

        extras["authorName"] = name;
        return null;
    }

    /// <summary>A turn's time has no offset and no parts of a microsecond.</summary>
    private static DateTimeOffset? TimeOf(DateTimeOffset? time, JsonObject extras)
    {
        if (time is { } exact && (exact.Offset != TimeSpan.Zero || exact.Ticks % TimeSpan.TicksPerMicrosecond != 0))
        {
            extras["createdAt"] = exact;
        }

        return time;
    }

    private static JsonObject? MetadataOf(ChatMessage message, JsonObject extras, JsonSerializerOptions options)
    {
        var metadata = new JsonObject();
        if (message.MessageId is { } id)
        {
            extras["messageId"] = id;
        }

        if (message.AdditionalProperties is { } additional)
        {
            foreach (var (name, value) in additional)
            {
                Add(metadata, extras, name, JsonOf(value, options));
            }

            if (additional.Count == 0)
            {
                extras["additionalProperties"] = new JsonObject();
            }
        }

        if (extras.Count > 0)
        {
            metadata[ExtraNames.Extras] = extras;
        }

        return metadata.Count == 0 ? null : metadata;
    }

    private static void Add(JsonObject metadata, JsonObject extras, string name, JsonNode? value)
    {
        switch (name)
        {
            case ExtraNames.Metadata when value is JsonObject others:
                foreach (var (other, node) in others)
                {
                    metadata[other] = node?.DeepClone();
                }

                break;
            case ExtraNames.Extras:
                extras["additionalProperties"] = new JsonObject { [name] = value };
                break;
            default:
                metadata[name] = value;
                break;
        }
    }

    private static JsonNode? JsonOf(object? value, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.SerializeToNode(value, options);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException) // serializing runs code of the host, which may throw anything
        {
            return new JsonObject { [ExtraNames.Unserializable] = exception.GetType().FullName };
        }
    }
}
