-- Ids are UUID v7, and what was over before a time was made before it: so a bound in time is a bound on the primary key.
WITH doomed AS (
    SELECT
        t.task_id,
        t.ctid AS place
    FROM :"schema".tasks AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.task_id > @AfterId
        AND t.task_id < @BeforeId
        AND t.status = @Status
        AND t.completed_at < @Before
    ORDER BY t.task_id
    LIMIT 200
    FOR UPDATE SKIP LOCKED
),
steps AS (
    DELETE FROM :"schema".task_steps AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.task_id = ANY (ARRAY(SELECT d.task_id FROM doomed AS d))
    RETURNING 1
),
gone AS (
    DELETE FROM :"schema".tasks AS t
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
        c.row_count,
        @Now,
        @WorkspaceId,
        c.table_name,
        'removed'
    FROM (
        SELECT
            'task_steps' AS table_name,
            count(*) AS row_count
        FROM steps
        UNION ALL
        SELECT
            'tasks',
            count(*)
        FROM gone
    ) AS c
    WHERE c.row_count > 0
    ON CONFLICT (workspace_id, erasure_id, table_name, action) DO UPDATE
    SET
        row_count = e.row_count + excluded.row_count,
        erased_at = excluded.erased_at
)
SELECT
    (SELECT count(*) FROM gone) + (SELECT count(*) FROM steps) AS Count,
    (SELECT (array_agg(d.task_id ORDER BY d.task_id DESC))[1] FROM doomed AS d) AS LastId
