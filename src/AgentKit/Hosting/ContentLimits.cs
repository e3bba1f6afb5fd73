namespace AgentKit;

/// <summary>
/// Sizes that are checked before anything is sent; what is larger is an <see cref="ArgumentException"/>. Each may be lowered or raised
/// between 1 and its stated maximum.
/// </summary>
public sealed class ContentLimits
{
    /// <summary>The largest content of one turn as JSON, in bytes of UTF-8. Default: 1 MiB; at most 64 MiB.</summary>
    public int TurnBytes { get; set; } = 1024 * 1024;

    /// <summary>The most turns in one commit. Default: 1,000; at most 10,000.</summary>
    public int TurnsPerCommit { get; set; } = 1_000;

    /// <summary>
    /// The largest metadata, captured data or other data given at once, as JSON in bytes of UTF-8. Default: 64 KiB; at most 16 MiB.
    /// </summary>
    public int MetadataBytes { get; set; } = 64 * 1024;

    /// <summary>The largest input or output of a tool run as JSON, in bytes of UTF-8. Default: 1 MiB; at most 64 MiB.</summary>
    public int ToolPayloadBytes { get; set; } = 1024 * 1024;

    /// <summary>The largest checkpoint of a run as JSON, in bytes of UTF-8. Default: 1 MiB; at most 64 MiB.</summary>
    public int CheckpointBytes { get; set; } = 1024 * 1024;

    /// <summary>The largest payload of an event as JSON, in bytes of UTF-8. Default: 64 KiB; at most 16 MiB.</summary>
    public int EventPayloadBytes { get; set; } = 64 * 1024;

    /// <summary>The longest instructions of an agent, in UTF-16 characters. Default: 100,000; at most 1,000,000.</summary>
    public int InstructionsLength { get; set; } = 100_000;

    /// <summary>The longest line of an import, in bytes. Default: 16 MiB; at most 256 MiB. An export has lines as long as its rows.</summary>
    public int ImportLineBytes { get; set; } = 16 * 1024 * 1024;
}
