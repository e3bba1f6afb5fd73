-- Commits wait until they are gone, and so does whoever else erases them: in one order, so that two cannot wait for each other.
SELECT
    s.session_id AS Id,
    GREATEST(s.turn_count, s.version) AS Size
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.user_id = @UserId
ORDER BY s.session_id
LIMIT 20
FOR UPDATE
