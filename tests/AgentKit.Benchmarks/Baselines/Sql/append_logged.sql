-- The same rows as a commit of AgentKit: the turn, the version, and the log entry that makes an append repeatable.
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
    RETURNING *
),
logged AS (
    INSERT INTO raw.session_commits (
        workspace_id, session_id, user_id, operation_id, version, turn_count, input_tokens, output_tokens, cost, last_turn_at, agent_id, status
    )
    SELECT
        @WorkspaceId,
        @SessionId,
        @UserId,
        @OperationId,
        t.version,
        t.turn_count,
        t.input_tokens,
        t.output_tokens,
        t.cost,
        t.last_turn_at,
        t.agent_id,
        t.status
    FROM target AS t
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
