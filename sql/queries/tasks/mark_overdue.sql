-- Locks and marks what a sweep is to fail; tasks that somebody is writing to are skipped, so several sweeps share the work. The failing is a
-- statement of its own: only after the lock does it see the steps as the last writer left them. Sent again, the sweep finds its mark.
WITH overdue AS (
    SELECT t.task_id
    FROM :"schema".tasks AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.due_at IS NOT NULL
        AND t.status IN ('pending', 'in_progress', 'waiting_approval')
        AND t.due_at < @Now
        AND NOT EXISTS (
            SELECT
            FROM :"schema".tasks AS m
            WHERE m.workspace_id = @WorkspaceId
                AND m.sweep_id = @SweepId
        )
    ORDER BY
        t.due_at,
        t.task_id
    LIMIT @Limit
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE :"schema".tasks AS t
SET
    sweep_id = @SweepId,
    updated_at = now()
FROM overdue AS o
WHERE t.workspace_id = @WorkspaceId
    AND t.task_id = o.task_id
RETURNING t.task_id
