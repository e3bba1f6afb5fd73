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
    AND t.session_id = @SessionId
    AND t.event_id > @AfterId
ORDER BY t.event_id
LIMIT @Limit
