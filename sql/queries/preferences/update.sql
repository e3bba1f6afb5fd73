-- One statement, and nothing is read before it: changes of different fields and keys at the same time are all kept. A field that is neither set
-- nor given up stays.
INSERT INTO :"schema".preferences AS p (
    created_at,
    updated_at,
    workspace_id,
    user_id,
    auto_execute_level,
    locale,
    time_zone_id,
    response_style,
    metadata
)
VALUES (
    @Now,
    now(),
    @WorkspaceId,
    @UserId,
    @AutoExecuteLevel,
    @Locale,
    @TimeZoneId,
    @ResponseStyle,
    @Metadata::jsonb
)
ON CONFLICT (workspace_id, user_id) DO UPDATE
SET
    -- Not now(): Citus takes only immutable functions here.
    updated_at = excluded.updated_at,
    auto_execute_level = CASE
        WHEN 'auto_execute_level' = ANY (@Unset::text[]) THEN NULL
        ELSE COALESCE(excluded.auto_execute_level, p.auto_execute_level)
    END,
    locale = CASE WHEN 'locale' = ANY (@Unset::text[]) THEN NULL ELSE COALESCE(excluded.locale, p.locale) END,
    time_zone_id = CASE WHEN 'time_zone_id' = ANY (@Unset::text[]) THEN NULL ELSE COALESCE(excluded.time_zone_id, p.time_zone_id) END,
    response_style = CASE
        WHEN 'response_style' = ANY (@Unset::text[]) THEN NULL
        ELSE COALESCE(excluded.response_style, p.response_style)
    END,
    metadata = (p.metadata - @RemovedMetadata::text[]) || excluded.metadata
RETURNING p.workspace_id
