-- json_null names the columns that hold the null of JSON: in the line it looks like a column without a value.
SELECT
    t.tool_run_id AS Id,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".tool_runs AS t
CROSS JOIN LATERAL (
    SELECT
        t.tool_run_id,
        t.session_id,
        t.created_at,
        t.updated_at,
        t.run_id,
        t.turn_number,
        t.started_at,
        t.completed_at,
        t.attempt,
        t.user_id,
        t.tool_name,
        t.status,
        t.tool_use_id,
        t.worker,
        t.error_type,
        t.error_message,
        t.input,
        t.output,
        CASE WHEN json_typeof(t.output) = 'null' THEN ARRAY['output'] END AS json_null
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
    AND t.tool_run_id > @AfterId
ORDER BY t.tool_run_id
LIMIT @Limit
