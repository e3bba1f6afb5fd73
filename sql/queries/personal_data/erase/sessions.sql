-- LIMIT is a constant, so that PostgreSQL knows that few rows are meant and goes by the index.
WITH doomed AS (
    SELECT
        t.session_id
    FROM :"schema".sessions AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = ANY (@SessionIds::uuid[])
    LIMIT 1000
),
gone AS (
    DELETE FROM :"schema".sessions AS t
    USING doomed AS d
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = d.session_id
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
        'sessions',
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
