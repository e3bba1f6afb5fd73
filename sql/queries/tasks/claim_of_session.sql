-- The same as claim, by the index of one session's tasks.
WITH next AS (
    SELECT t.task_id
    FROM :"schema".tasks AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = @SessionId
        AND t.status IN ('pending', 'in_progress')
        AND (t.lease_expires_at IS NULL OR t.lease_expires_at <= now())
        AND (cardinality(@ToolNames::text[]) = 0 OR t.tool_name = ANY (@ToolNames::text[]))
        AND NOT EXISTS (
            SELECT
            FROM :"schema".tasks AS c
            WHERE c.workspace_id = @WorkspaceId
                AND c.claim_id = @ClaimId
        )
    ORDER BY
        t.priority DESC,
        t.task_id
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE :"schema".tasks AS t
SET
    fencing_token = t.fencing_token + 1,
    claim_id = @ClaimId,
    lease_owner = @Worker,
    lease_expires_at = now() + @Duration::interval,
    updated_at = now()
FROM next AS n
WHERE t.workspace_id = @WorkspaceId
    AND t.task_id = n.task_id
RETURNING t.task_id
