UPDATE :"schema".tasks AS t
SET
    claim_id = NULL,
    lease_owner = NULL,
    lease_expires_at = NULL,
    updated_at = now()
WHERE t.workspace_id = @WorkspaceId
    AND t.task_id = @TaskId
    AND t.fencing_token = @FencingToken
    AND t.lease_owner IS NOT NULL
RETURNING t.task_id
