SELECT
    s.session_id AS Id,
    s.user_id AS UserId
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
