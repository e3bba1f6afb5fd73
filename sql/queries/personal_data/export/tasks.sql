-- json_null names the columns that hold the null of JSON: in the line it looks like a column without a value.
SELECT
    t.task_id AS Id,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".tasks AS t
CROSS JOIN LATERAL (
    SELECT
        t.task_id,
        t.fencing_token,
        t.created_at,
        t.updated_at,
        t.session_id,
        t.run_id,
        t.claim_id,
        t.sweep_id,
        t.due_at,
        t.started_at,
        t.completed_at,
        t.lease_expires_at,
        t.priority,
        t.user_id,
        t.status,
        t.title,
        t.lease_owner,
        t.tool_name,
        t.description,
        t.status_reason,
        t.input,
        t.metadata,
        CASE WHEN json_typeof(t.input) = 'null' THEN ARRAY['input'] END AS json_null
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
    AND t.task_id > @AfterId
ORDER BY t.task_id
LIMIT @Limit
