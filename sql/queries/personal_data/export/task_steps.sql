-- json_null names the columns that hold the null of JSON: in the line it looks like a column without a value.
SELECT
    t.task_id AS Id,
    t.step_number::bigint AS Number,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".tasks AS k
JOIN :"schema".task_steps AS t
    ON t.workspace_id = @WorkspaceId
    AND t.task_id = k.task_id
CROSS JOIN LATERAL (
    SELECT
        t.task_id,
        t.fencing_token,
        t.updated_at,
        t.decision_id,
        t.waiting_since,
        t.started_at,
        t.completed_at,
        t.decided_at,
        t.step_number,
        t.attempt,
        t.requires_approval,
        t.approved,
        t.user_id,
        t.status,
        t.title,
        t.tool_name,
        t.decided_by,
        t.decision_comment,
        t.status_reason,
        t.input,
        t.output,
        t.earlier_decisions,
        array_remove(ARRAY[
            CASE WHEN json_typeof(t.input) = 'null' THEN 'input' END,
            CASE WHEN json_typeof(t.output) = 'null' THEN 'output' END
        ], NULL) AS json_null
) AS r
WHERE k.workspace_id = @WorkspaceId
    AND k.session_id = @SessionId
    AND (t.task_id, t.step_number) > (@AfterId::uuid, @AfterNumber::bigint)
ORDER BY
    t.task_id,
    t.step_number
LIMIT @Limit
