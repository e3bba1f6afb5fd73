UPDATE raw.sessions
SET version = version + 1, turn_count = turn_count + 1, updated_at = now(), last_turn_at = now()
WHERE workspace_id = @WorkspaceId AND session_id = @SessionId AND version = @Version
