using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>What an imported session remembers of its file, so that the same file changes nothing and a longer one is continued.</summary>
internal static class ImportMark
{
    /// <summary>In the session's metadata: where it came from. In its other data: how far. In a turn's metadata: what it ended.</summary>
    private const string Name = "import";

    /// <summary>The metadata of a new session.</summary>
    public static JsonObject MetadataOf(ConversationFormat format, ConversationHints hints)
    {
        var mark = new JsonObject { ["format"] = ConversationFormatNames.Of(format) };
        if (hints.SourceId is not null)
        {
            mark["source_id"] = hints.SourceId;
        }

        if (hints.StartedAt is { } time)
        {
            mark["started_at"] = time.ToUniversalTime().ToString("O");
        }

        if (hints.Form is not null)
        {
            mark["form"] = hints.Form.DeepClone();
        }

        return new JsonObject { [Name] = mark };
    }

    /// <summary>The form of a session that came from a format, or null.</summary>
    public static JsonObject? FormOf(Session session, ConversationFormat format) =>
        session.Metadata[Name] is JsonObject mark && (string?)mark["format"] == ConversationFormatNames.Of(format)
            ? mark["form"] as JsonObject ?? []
            : null;

    /// <summary>How many turns are imported, and the mark of the last.</summary>
    public static JsonObject DataOf(long turns, string mark) =>
        new() { [Name] = new JsonObject { ["turns"] = turns, ["mark"] = mark } };

    public static (long Turns, string? Mark) Read(JsonObject data) =>
        data[Name] is JsonObject mark ? ((long?)mark["turns"] ?? 0, (string?)mark["mark"]) : (0, null);

    /// <summary>The turn with the mark of the conversation as far as it.</summary>
    public static Turn Add(Turn turn, string mark)
    {
        var metadata = turn.Metadata ?? [];
        metadata[Name] = mark;
        return turn with { Metadata = metadata };
    }

    public static string? Of(Turn turn) => turn.Metadata?[Name] is JsonValue mark ? mark.GetValue<string>() : null;
}
