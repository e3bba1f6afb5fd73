using System.Text.Json.Nodes;

namespace AgentKit.Cli;

/// <summary>What an imported session remembers of its file, so that the same file changes nothing and a longer one is continued.</summary>
internal static class ImportMark
{
    /// <summary>In the session's metadata: where it came from. In its other data: how far.</summary>
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

    /// <summary>How many turns are imported, and the digest of what they came from.</summary>
    public static JsonObject DataOf(long turns, string digest) =>
        new() { [Name] = new JsonObject { ["turns"] = turns, ["digest"] = digest } };

    public static (long Turns, string? Digest) Read(JsonObject data) =>
        data[Name] is JsonObject mark ? ((long?)mark["turns"] ?? 0, (string?)mark["digest"]) : (0, null);
}
