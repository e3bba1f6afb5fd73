using System.Globalization;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>What messages and the objects around them say in one of several spellings.</summary>
internal static class MessageFields
{
    private static readonly string[] Times = ["timestamp", "created_at", "created", "create_time", "date"];
    private static readonly string[] Beginnings = ["created_at", "created", "create_time", "started_at"];
    private static readonly string[] Ids = ["conversation_id", "session_id", "thread_id", "id"];

    /// <summary>A text that can be an id or a name in AgentKit.</summary>
    public static string? Name(JsonElement json, string property) =>
        json.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= Turn.MaxNameLength } text
            ? text
            : null;

    /// <summary>When a message was said: ISO 8601 with an offset, or seconds since 1970.</summary>
    public static DateTimeOffset? Time(JsonElement message) => FirstOf(message, Times);

    /// <summary>When a conversation began, as the fields around its messages say it; never when it was last changed.</summary>
    public static DateTimeOffset? Beginning(JsonElement conversation) => FirstOf(conversation, Beginnings);

    /// <summary>The file's own id of a conversation. A number is none: it says which of its file it is, and every file has a first one.</summary>
    public static string? Id(JsonElement json) => Ids.Select(name => Name(json, name)).FirstOrDefault(id => id is not null);

    private static DateTimeOffset? FirstOf(JsonElement json, string[] names)
    {
        foreach (var name in names)
        {
            if (json.TryGetProperty(name, out var value) && Time(value, out var time))
            {
                return time;
            }
        }

        return null;
    }

    private static bool Time(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return DateTimeOffset.TryParse(
                    value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
                    && time.Year > 1970;
            case JsonValueKind.Number when value.TryGetDouble(out var seconds) && seconds is > 100_000_000 and < 100_000_000_000:
                time = DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(seconds * 1000));
                return true;
            default:
                return false;
        }
    }
}
