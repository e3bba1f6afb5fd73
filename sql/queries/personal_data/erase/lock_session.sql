-- Commits wait until it is gone, and so does whoever else erases it.
SELECT
    s.session_id AS Id,
    GREATEST(s.turn_count, s.version) AS Size
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
FOR UPDATE
