using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>
/// What holds for a user: what they have set themselves, and where they have not, the workspace's default. <see cref="Own"/> and
/// <see cref="Defaults"/> tell who set what.
/// </summary>
public sealed record Preferences
{
    /// <summary>Whose they are.</summary>
    public required string UserId { get; init; }

    /// <summary>A BCP 47 language tag; <see langword="null"/> where nobody has set one.</summary>
    public string? Locale { get; init; }

    /// <summary>An IANA time zone, in which times are shown; <see langword="null"/> where nobody has set one.</summary>
    public string? TimeZoneId { get; init; }

    /// <summary>How agents are to answer, in the host's own words; <see langword="null"/> where nobody has set it.</summary>
    public string? ResponseStyle { get; init; }

    /// <summary>How much agents may do without asking; <see cref="AutoExecuteLevel.SuggestOnly"/> where nobody has set it.</summary>
    public required AutoExecuteLevel AutoExecuteLevel { get; init; }

    /// <summary>The metadata of the workspace with that of the user laid over it, key by key at the top level.</summary>
    public required JsonObject Metadata { get; init; }

    /// <summary>What the user has set.</summary>
    public required PreferenceLayer Own { get; init; }

    /// <summary>What the workspace has set for all of its users.</summary>
    public required PreferenceLayer Defaults { get; init; }
}
