SELECT version, turn_count AS TurnCount
FROM raw.sessions
WHERE workspace_id = @WorkspaceId AND session_id = @SessionId
