using System.Text.Json.Nodes;

namespace AgentKit;

/// <summary>What <c>preferences/get</c> answers, as Dapper maps it by name: the user's layer and the workspace's.</summary>
internal sealed record PreferencesRow
{
    public string? Locale { get; init; }

    public string? TimeZoneId { get; init; }

    public string? ResponseStyle { get; init; }

    public string? AutoExecuteLevel { get; init; }

    public string? Metadata { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public string? DefaultLocale { get; init; }

    public string? DefaultTimeZoneId { get; init; }

    public string? DefaultResponseStyle { get; init; }

    public string? DefaultAutoExecuteLevel { get; init; }

    public string? DefaultMetadata { get; init; }

    public DateTimeOffset? DefaultUpdatedAt { get; init; }

    /// <summary>The one layer laid over the other.</summary>
    public Preferences ToPreferences(string userId)
    {
        var own = Own.ToLayer();
        var defaults = Defaults.ToLayer();
        return new Preferences
        {
            UserId = userId,
            Locale = own.Locale ?? defaults.Locale,
            TimeZoneId = own.TimeZoneId ?? defaults.TimeZoneId,
            ResponseStyle = own.ResponseStyle ?? defaults.ResponseStyle,
            AutoExecuteLevel = own.AutoExecuteLevel ?? defaults.AutoExecuteLevel ?? AgentKit.AutoExecuteLevel.SuggestOnly,
            Metadata = Overlay(own.Metadata, defaults.Metadata),
            Own = own,
            Defaults = defaults,
        };
    }

    private PreferenceLayerRow Own => new()
    {
        Locale = Locale,
        TimeZoneId = TimeZoneId,
        ResponseStyle = ResponseStyle,
        AutoExecuteLevel = AutoExecuteLevel,
        Metadata = Metadata,
        UpdatedAt = UpdatedAt,
    };

    private PreferenceLayerRow Defaults => new()
    {
        Locale = DefaultLocale,
        TimeZoneId = DefaultTimeZoneId,
        ResponseStyle = DefaultResponseStyle,
        AutoExecuteLevel = DefaultAutoExecuteLevel,
        Metadata = DefaultMetadata,
        UpdatedAt = DefaultUpdatedAt,
    };

    private static JsonObject Overlay(JsonObject over, JsonObject under)
    {
        var result = under.DeepClone().AsObject();
        foreach (var (key, value) in over)
        {
            result[key] = value?.DeepClone();
        }

        return result;
    }
}
