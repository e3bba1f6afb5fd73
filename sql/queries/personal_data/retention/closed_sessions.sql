-- Those that another worker is removing are passed over.
SELECT
    s.session_id AS Id,
    GREATEST(s.turn_count, s.version) AS Size
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.status = @Status
    AND s.closed_at < @Before
ORDER BY
    s.closed_at,
    s.session_id
LIMIT 20
FOR UPDATE SKIP LOCKED
