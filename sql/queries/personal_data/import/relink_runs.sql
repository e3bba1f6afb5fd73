-- A run whose parent came later in the file.
UPDATE :"schema".runs AS r
SET
    parent_run_id = g.parent_run_id,
    updated_at = r.updated_at
FROM unnest(@RunIds::uuid[], @ParentRunIds::uuid[]) AS g (run_id, parent_run_id)
WHERE r.workspace_id = @WorkspaceId
    AND r.run_id = g.run_id
    AND r.parent_run_id IS NULL
    AND EXISTS (
        SELECT
        FROM :"schema".runs AS p
        WHERE p.workspace_id = @WorkspaceId
            AND p.run_id = g.parent_run_id
    )
RETURNING r.run_id AS Id
