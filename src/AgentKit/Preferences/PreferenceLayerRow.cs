using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A row of <c>preference_defaults</c>, as Dapper maps it by name, or the columns of either table in a joined one.</summary>
internal sealed record PreferenceLayerRow
{
    public string? Locale { get; init; }

    public string? TimeZoneId { get; init; }

    public string? ResponseStyle { get; init; }

    public string? AutoExecuteLevel { get; init; }

    public string? Metadata { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public PreferenceLayer ToLayer() => new()
    {
        Locale = Locale,
        TimeZoneId = TimeZoneId,
        ResponseStyle = ResponseStyle,
        AutoExecuteLevel = AutoExecuteLevel is null ? null : AutoExecuteLevelNames.Parse(AutoExecuteLevel),
        Metadata = Metadata is null ? [] : StoredJson.ReadObject(Metadata),
        UpdatedAt = UpdatedAt,
    };
}
