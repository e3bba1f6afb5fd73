SELECT s.session_id AS Id
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.user_id = @UserId
LIMIT 20
