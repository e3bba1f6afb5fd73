-- By where the rows lie: joined by their keys, a workspace that the statistics do not know yet took 30 s a batch instead of 20 ms. A row that
-- is changed at this moment lies elsewhere, and goes with the next batch: what was looked at is counted, not only what is gone.
WITH doomed AS (
    SELECT t.ctid AS place
    FROM :"schema".tasks AS k
    JOIN :"schema".task_steps AS t
        ON t.workspace_id = @WorkspaceId
        AND t.task_id = k.task_id
    WHERE k.workspace_id = @WorkspaceId
        AND k.session_id = ANY (@SessionIds::uuid[])
    LIMIT 100000
),
gone AS (
    DELETE FROM :"schema".task_steps AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.ctid = ANY (ARRAY(SELECT d.place FROM doomed AS d))
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
FROM doomed
