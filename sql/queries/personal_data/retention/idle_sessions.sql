-- The index by latest activity leads to those that may be old enough. Those that another worker is removing are passed over.
SELECT
    s.session_id AS Id,
    GREATEST(s.turn_count, s.version) AS Size
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.active_bucket <= @Before
    AND COALESCE(s.last_turn_at, s.created_at) < @Before
    AND s.status = @Status
ORDER BY
    s.active_bucket,
    s.session_id
LIMIT 20
FOR UPDATE SKIP LOCKED
