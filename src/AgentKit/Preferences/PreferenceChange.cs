using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>What is to change in somebody's preferences, or in the defaults of a workspace. What it does not name stays as it is.</summary>
public sealed record PreferenceChange
{
    /// <summary>
    /// A BCP 47 language tag such as <c>es-CO</c> or <c>zh-Hant-TW</c>, at most 85 characters. Its form is checked, and it is kept as written;
    /// whether there is such a language is not asked. Default: it stays.
    /// </summary>
    public string? Locale { get; init; }

    /// <summary>
    /// An IANA time zone such as <c>America/Bogota</c>, in which times are shown, at most 100 characters. Its form is checked; whether this
    /// machine knows it is not asked. Default: it stays.
    /// </summary>
    public string? TimeZoneId { get; init; }

    /// <summary>How agents are to answer, in the host's own words (<c>brief</c>, or a sentence for the prompt); 1 to 500 characters. Default: it stays.</summary>
    public string? ResponseStyle { get; init; }

    /// <summary>How much agents may do without asking. Default: it stays.</summary>
    public AutoExecuteLevel? AutoExecuteLevel { get; init; }

    /// <summary>
    /// Merged into the metadata by key: a key given here replaces the stored one, JSON null being a value like any other. At most
    /// <see cref="ContentLimits.MetadataBytes"/>. Default: none.
    /// </summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Keys that the metadata loses; one that is not there is no error, one that is in <see cref="Metadata"/> too is. At most 1,000.</summary>
    public IReadOnlyList<string> RemovedMetadata { get; init; } = [];

    /// <summary>
    /// What is given up, so that the workspace's default shows through again. May not name what this change sets. Default: nothing.
    /// </summary>
    public PreferenceFields Unset { get; init; }
}
