-- What the person owns outside of their own sessions, with which the rest was exported.
-- json_null names the columns that hold the null of JSON: in the line it looks like a column without a value.
SELECT
    t.event_id AS Id,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".events AS t
CROSS JOIN LATERAL (
    SELECT
        t.event_id,
        t.occurred_at,
        t.session_id,
        t.run_id,
        t.user_id,
        t.category,
        t.type,
        t.tool_name,
        t.payload,
        CASE WHEN json_typeof(t.payload) = 'null' THEN ARRAY['payload'] END AS json_null
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.user_id = @UserId
    AND t.event_id > @AfterId
    AND NOT EXISTS (
        SELECT
        FROM :"schema".sessions AS s
        WHERE s.workspace_id = @WorkspaceId
            AND s.session_id = t.session_id
            AND s.user_id = @UserId
    )
ORDER BY t.event_id
LIMIT @Limit
