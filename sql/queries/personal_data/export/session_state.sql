SELECT
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".session_state AS t
CROSS JOIN LATERAL (
    SELECT
        t.session_id,
        t.updated_at,
        t.user_id,
        t.intents_seen,
        t.templates_sent,
        t.captured_data,
        t.data
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
LIMIT @Limit
