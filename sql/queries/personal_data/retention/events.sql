-- Ids are UUID v7: a bound in time is a bound on the primary key.
WITH doomed AS (
    SELECT
        t.event_id,
        t.ctid AS place
    FROM :"schema".events AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.event_id > @AfterId
        AND t.event_id < @BeforeId
    ORDER BY t.event_id
    LIMIT 1000
    FOR UPDATE SKIP LOCKED
),
gone AS (
    DELETE FROM :"schema".events AS t
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
        'events',
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
    (array_agg(d.event_id ORDER BY d.event_id DESC))[1] AS LastId
FROM doomed AS d
