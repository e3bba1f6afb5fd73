-- One turn under a version check, and nothing else: the least that an append can be.
WITH target AS (
    UPDATE raw.sessions
    SET
        version = version + 1,
        turn_count = turn_count + 1,
        updated_at = now(),
        last_turn_at = now()
    WHERE workspace_id = @WorkspaceId
        AND session_id = @SessionId
        AND version = @ExpectedVersion
    RETURNING
        turn_count,
        version
)
INSERT INTO raw.turns (workspace_id, session_id, user_id, turn_number, version, created_at, role, content)
SELECT
    @WorkspaceId,
    @SessionId,
    @UserId,
    t.turn_count,
    t.version,
    now(),
    @Role,
    @Content
FROM target AS t
