namespace AgentKit.Cli;

/// <summary>A conversation of a file as the first reading found it.</summary>
/// <param name="line">Where it begins.</param>
/// <param name="isWhole">Whether it is all there, whatever comes after it.</param>
internal sealed class PlannedConversation(long line, bool isWhole)
{
    public long Line => line;

    public bool IsWhole => isWhole;

    public ConversationHints Hints { get; set; } = new();

    public int Turns { get; set; }

    /// <summary>Over all of it.</summary>
    public string Digest { get; set; } = "";

    /// <summary>1 for the first of its kind in the file, 2 for another that is the same to the last character, or has the same id.</summary>
    public int Occurrence { get; set; } = 1;

    /// <summary>The first thing that is wrong with it, or null.</summary>
    public SourceProblem? Problem { get; set; }

    /// <summary>The id of its session, in the order of its time, the same whenever it is imported into this workspace.</summary>
    public Guid SessionIdIn(AgentScope scope, ConversationFormat format) => DerivedId.Of(
        Hints.StartedAt,
        "import",
        scope.WorkspaceId,
        scope.UserId ?? "",
        ConversationFormatNames.Of(format),
        Hints.SourceId is { } id ? "id:" + id : "digest:" + Digest,
        Occurrence.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
