using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>Finds out the format of a file by its first values.</summary>
internal static class FormatDetector
{
    /// <summary>How many values are looked at where the first ones could be of several formats.</summary>
    private const int Most = 100;

    private static readonly string[] OpenAIParts = ["image_url", "input_audio", "file", "refusal"];

    /// <summary>The format. Plain texts of user and assistant are the same in both formats of messages, and count as OpenAI's.</summary>
    /// <returns>Null when it is none of them.</returns>
    /// <exception cref="SourceException">Not even the first value can be read.</exception>
    public static async Task<ConversationFormat?> DetectAsync(SourceFile file, CancellationToken cancellationToken)
    {
        ConversationFormat? guess = null;
        var count = 0;
        try
        {
            await foreach (var item in file.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (item.Problem is null)
                {
                    if (Of(item.Json) is { } format)
                    {
                        return format;
                    }

                    guess ??= IsChat(item.Json) ? ConversationFormat.OpenAI : null;
                }

                if (++count == Most)
                {
                    break;
                }
            }
        }
        catch (SourceException) when (guess is not null)
        {
            // Whoever reads it all will say where it is broken.
        }

        return guess;
    }

    private static ConversationFormat? Of(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            return json.EnumerateArray().Select(OfMessage).FirstOrDefault(format => format is not null);
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (json.TryGetProperty("header", out var header)
            && header.ValueKind == JsonValueKind.Object
            && MessageFields.Name(header, "format") == "agentkit-export")
        {
            return ConversationFormat.AgentKit;
        }

        if (!json.TryGetProperty("messages", out var messages))
        {
            return IsEvent(json) ? ConversationFormat.ClaudeCode : OfMessage(json);
        }

        return json.TryGetProperty("system", out _) ? ConversationFormat.Anthropic
            : messages.ValueKind == JsonValueKind.Array ? Of(messages)
            : null;
    }

    private static bool IsEvent(JsonElement json) =>
        MessageFields.Name(json, "type") is { } type
        && (json.TryGetProperty("sessionId", out _)
            || json.TryGetProperty("uuid", out _)
            || (type is "summary" && json.TryGetProperty("leafUuid", out _)));

    private static bool IsChat(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.GetArrayLength() > 0 && IsChat(json[0]),
        JsonValueKind.Object => json.TryGetProperty("messages", out _) || json.TryGetProperty("role", out _),
        _ => false,
    };

    private static ConversationFormat? OfMessage(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (MessageFields.Name(message, "role") is "system" or "developer" or "tool" or "function"
            || message.TryGetProperty("tool_calls", out _) || message.TryGetProperty("tool_call_id", out _))
        {
            return ConversationFormat.OpenAI;
        }

        return message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array
            ? content.EnumerateArray().Select(OfPart).FirstOrDefault(format => format is not null)
            : null;
    }

    private static ConversationFormat? OfPart(JsonElement part) =>
        part.ValueKind != JsonValueKind.Object || MessageFields.Name(part, "type") is not { } type || type == "text" ? null
        : OpenAIParts.Contains(type) ? ConversationFormat.OpenAI
        : ConversationFormat.Anthropic;
}
