SELECT
    d.locale AS Locale,
    d.time_zone_id AS TimeZoneId,
    d.response_style AS ResponseStyle,
    d.auto_execute_level AS AutoExecuteLevel,
    d.metadata AS Metadata,
    d.updated_at AS UpdatedAt
FROM :"schema".preference_defaults AS d
WHERE d.workspace_id = @WorkspaceId
