-- Ids are UUID v7: a bound in time is a bound on the primary key.
-- No row lock: it takes the right to change a row, which nobody has here. Of two workers one waits, and finds the rows gone.
WITH doomed AS (
    SELECT
        t.access_id,
        t.ctid AS place
    FROM :"schema".access_log AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.access_id > @AfterId
        AND t.access_id < @BeforeId
    ORDER BY t.access_id
    LIMIT 1000
),
gone AS (
    DELETE FROM :"schema".access_log AS t
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
    (array_agg(d.access_id ORDER BY d.access_id DESC))[1] AS LastId
FROM doomed AS d
