-- LIMIT is a constant, so that PostgreSQL knows that few rows are meant and goes by the index.
WITH doomed AS (
    SELECT
        t.task_id,
        t.step_number
    FROM :"schema".tasks AS k
    JOIN :"schema".task_steps AS t
        ON t.workspace_id = @WorkspaceId
        AND t.task_id = k.task_id
    WHERE k.workspace_id = @WorkspaceId
        AND k.session_id = ANY (@SessionIds::uuid[])
    LIMIT 1000
),
gone AS (
    DELETE FROM :"schema".task_steps AS t
    USING doomed AS d
    WHERE t.workspace_id = @WorkspaceId
        AND t.task_id = d.task_id
        AND t.step_number = d.step_number
    RETURNING 1
),
counted AS (
    INSERT INTO :"schema".erasure_receipts AS e (
        erasure_id,
        row_count,
        erased_at,
        workspace_id,
        table_name,
        action
    )
    SELECT
        @ErasureId,
        count(*),
        @Now,
        @WorkspaceId,
        'task_steps',
        'removed'
    FROM gone
    HAVING count(*) > 0
    ON CONFLICT (workspace_id, erasure_id, table_name, action) DO UPDATE
    SET
        row_count = e.row_count + excluded.row_count,
        erased_at = excluded.erased_at
)
SELECT count(*) AS Count
FROM gone
