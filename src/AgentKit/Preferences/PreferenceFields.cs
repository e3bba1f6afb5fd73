namespace AgentKit;

/// <summary>Preferences that a change may give up. Metadata is given up key by key.</summary>
[Flags]
public enum PreferenceFields
{
    /// <summary>Nothing is given up.</summary>
    None = 0,

    /// <summary><see cref="PreferenceLayer.Locale"/>.</summary>
    Locale = 1,

    /// <summary><see cref="PreferenceLayer.TimeZoneId"/>.</summary>
    TimeZoneId = 2,

    /// <summary><see cref="PreferenceLayer.ResponseStyle"/>.</summary>
    ResponseStyle = 4,

    /// <summary><see cref="PreferenceLayer.AutoExecuteLevel"/>.</summary>
    AutoExecuteLevel = 8,

    /// <summary>Each of them.</summary>
    All = Locale | TimeZoneId | ResponseStyle | AutoExecuteLevel,
}
