-- The oldest first; rows that another call is removing are skipped, so that several share the work.
WITH expired AS (
    SELECT e.event_id
    FROM :"schema".events AS e
    WHERE e.workspace_id = @WorkspaceId
        AND e.event_id < @BeforeId
    ORDER BY e.event_id
    LIMIT @BatchSize
    FOR UPDATE SKIP LOCKED
),
deleted AS (
    DELETE FROM :"schema".events AS e
    USING expired AS x
    WHERE e.workspace_id = @WorkspaceId
        AND e.event_id = x.event_id
    RETURNING 1
)
SELECT count(*)::integer AS Count
FROM deleted
