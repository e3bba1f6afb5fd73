-- Of each task that the sweep has marked, the step fails whose turn it is, and the task with it: one step that failed is enough, by the rule
-- of change.sql.
WITH turn AS (
    SELECT
        t.task_id,
        min(s.step_number) AS step_number
    FROM :"schema".tasks AS t
    JOIN :"schema".task_steps AS s
        ON s.workspace_id = @WorkspaceId
        AND s.task_id = t.task_id
    WHERE t.workspace_id = @WorkspaceId
        AND t.sweep_id = @SweepId
        AND t.status IN ('pending', 'in_progress', 'waiting_approval')
        AND s.status NOT IN ('completed', 'skipped')
    GROUP BY t.task_id
),
stepped AS (
    UPDATE :"schema".task_steps AS s
    SET
        status = 'failed',
        status_reason = @Reason,
        completed_at = GREATEST(s.started_at, @Now),
        updated_at = now()
    FROM turn AS u
    WHERE s.workspace_id = @WorkspaceId
        AND s.task_id = u.task_id
        AND s.step_number = u.step_number
)
UPDATE :"schema".tasks AS t
SET
    status = 'failed',
    status_reason = @Reason,
    completed_at = GREATEST(t.started_at, @Now),
    claim_id = NULL,
    lease_owner = NULL,
    lease_expires_at = NULL,
    updated_at = now()
FROM turn AS u
WHERE t.workspace_id = @WorkspaceId
    AND t.task_id = u.task_id
RETURNING t.task_id
