INSERT INTO raw.turns (workspace_id, session_id, user_id, turn_number, version, created_at, role, content)
VALUES (@WorkspaceId, @SessionId, @UserId, @TurnNumber, @Version, now(), @Role, @Content::json)
