DELETE FROM :"schema".preferences AS p
WHERE p.workspace_id = @WorkspaceId
    AND p.user_id = @UserId
RETURNING p.user_id
