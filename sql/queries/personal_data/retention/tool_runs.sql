-- Ids are UUID v7: a bound in time is a bound on the primary key.
-- What was over before a time was made before it.
WITH doomed AS (
    SELECT
        t.tool_run_id,
        t.ctid AS place
    FROM :"schema".tool_runs AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.tool_run_id > @AfterId
        AND t.tool_run_id < @BeforeId
        AND t.status = @Status
        AND t.completed_at < @Before
    ORDER BY t.tool_run_id
    LIMIT 1000
    FOR UPDATE SKIP LOCKED
),
gone AS (
    DELETE FROM :"schema".tool_runs AS t
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
        'tool_runs',
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
    (array_agg(d.tool_run_id ORDER BY d.tool_run_id DESC))[1] AS LastId
FROM doomed AS d
