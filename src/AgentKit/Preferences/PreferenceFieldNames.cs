namespace AgentKit;

/// <summary>The columns of <see cref="PreferenceFields"/>.</summary>
internal static class PreferenceFieldNames
{
    private static readonly (PreferenceFields Field, string Column)[] Columns =
    [
        (PreferenceFields.Locale, "locale"),
        (PreferenceFields.TimeZoneId, "time_zone_id"),
        (PreferenceFields.ResponseStyle, "response_style"),
        (PreferenceFields.AutoExecuteLevel, "auto_execute_level"),
    ];

    public static string[] Of(PreferenceFields fields) =>
        [.. Columns.Where(column => fields.HasFlag(column.Field)).Select(column => column.Column)];
}
