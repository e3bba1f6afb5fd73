-- A lease that has expired is still good as long as nobody else has claimed the task. One row, so no lock is needed before.
UPDATE :"schema".tasks AS t
SET
    lease_expires_at = now() + @Duration::interval,
    updated_at = now()
WHERE t.workspace_id = @WorkspaceId
    AND t.task_id = @TaskId
    AND t.fencing_token = @FencingToken
    AND t.lease_owner IS NOT NULL
RETURNING t.task_id
