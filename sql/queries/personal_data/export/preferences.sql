SELECT
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".preferences AS t
CROSS JOIN LATERAL (
    SELECT
        t.created_at,
        t.updated_at,
        t.user_id,
        t.auto_execute_level,
        t.locale,
        t.time_zone_id,
        t.response_style,
        t.metadata
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.user_id = @UserId
LIMIT @Limit
