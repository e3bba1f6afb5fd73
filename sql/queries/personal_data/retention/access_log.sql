-- Ids are UUID v7: a bound in time is a bound on the primary key.
WITH doomed AS (
    SELECT t.access_id
    FROM :"schema".access_log AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.access_id > @AfterId
        AND t.access_id < @BeforeId
    ORDER BY t.access_id
    LIMIT 1000
    FOR UPDATE SKIP LOCKED
),
gone AS (
    DELETE FROM :"schema".access_log AS t
    USING doomed AS d
    WHERE t.workspace_id = @WorkspaceId
        AND t.access_id = d.access_id
    RETURNING t.access_id
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
        'access_log',
        'removed'
    FROM gone
    HAVING count(*) > 0
    ON CONFLICT (workspace_id, erasure_id, table_name, action) DO UPDATE
    SET
        row_count = e.row_count + excluded.row_count,
        erased_at = excluded.erased_at
)
SELECT
    count(*) AS Count,
    (SELECT d.access_id FROM doomed AS d ORDER BY d.access_id DESC LIMIT 1) AS LastId
FROM gone
