-- Commits wait, and so does whoever else erases these sessions; each batch is short.
SELECT s.session_id
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = ANY (@SessionIds::uuid[])
ORDER BY s.session_id
FOR UPDATE
