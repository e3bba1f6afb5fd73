-- What the user has set and what the workspace has, each NULL where it has not. Always one row.
SELECT
    p.locale AS Locale,
    p.time_zone_id AS TimeZoneId,
    p.response_style AS ResponseStyle,
    p.auto_execute_level AS AutoExecuteLevel,
    p.metadata AS Metadata,
    p.updated_at AS UpdatedAt,
    d.locale AS DefaultLocale,
    d.time_zone_id AS DefaultTimeZoneId,
    d.response_style AS DefaultResponseStyle,
    d.auto_execute_level AS DefaultAutoExecuteLevel,
    d.metadata AS DefaultMetadata,
    d.updated_at AS DefaultUpdatedAt
FROM (VALUES (1)) AS one (row)
LEFT JOIN :"schema".preferences AS p
    ON p.workspace_id = @WorkspaceId
    AND p.user_id = @UserId
LEFT JOIN :"schema".preference_defaults AS d
    ON d.workspace_id = @WorkspaceId
