using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>What one party has set, a user or the workspace for all of its users; nothing is filled in.</summary>
public sealed record PreferenceLayer
{
    /// <summary>A BCP 47 language tag; <see langword="null"/> if not set.</summary>
    public string? Locale { get; init; }

    /// <summary>An IANA time zone; <see langword="null"/> if not set.</summary>
    public string? TimeZoneId { get; init; }

    /// <summary>How agents are to answer, in the host's own words; <see langword="null"/> if not set.</summary>
    public string? ResponseStyle { get; init; }

    /// <summary>How much agents may do without asking; <see langword="null"/> if not set.</summary>
    public AutoExecuteLevel? AutoExecuteLevel { get; init; }

    /// <summary>The host's own data; empty if nothing is set.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>The last change, by the database's clock; <see langword="null"/> where nothing was ever set, or all of it was reset.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
