-- Session, state and the first row of the commit log in one statement. The id is the operation: sent again, it finds itself and inserts
-- nothing. Other unique keys are not in the conflict target, so that a collision with another session is an error that names the key.
WITH created AS (
    INSERT INTO :"schema".sessions (
        session_id,
        created_at,
        active_bucket,
        workspace_id,
        user_id,
        agent_id,
        kind,
        phase,
        title,
        conversation_key,
        slug,
        working_directory,
        metadata,
        updated_at
    )
    VALUES (
        @SessionId,
        @Now,
        @ActiveBucket,
        @WorkspaceId,
        @UserId,
        @AgentId,
        @Kind,
        @Phase,
        @Title,
        @ConversationKey,
        @Slug,
        @WorkingDirectory,
        @Metadata::jsonb,
        now()
    )
    ON CONFLICT (workspace_id, session_id) DO NOTHING
    RETURNING *
),
state AS (
    INSERT INTO :"schema".session_state (
        session_id,
        workspace_id,
        user_id,
        captured_data,
        data
    )
    SELECT
        c.session_id,
        c.workspace_id,
        c.user_id,
        @CapturedData::jsonb,
        @Data::jsonb
    FROM created AS c
),
logged AS (
    INSERT INTO :"schema".session_commits (
        session_id,
        operation_id,
        version,
        turn_count,
        input_tokens,
        output_tokens,
        cost,
        workspace_id,
        user_id,
        agent_id,
        status,
        phase,
        title,
        metadata
    )
    SELECT
        c.session_id,
        c.session_id,
        c.version,
        c.turn_count,
        c.input_tokens,
        c.output_tokens,
        c.cost,
        c.workspace_id,
        c.user_id,
        c.agent_id,
        c.status,
        c.phase,
        c.title,
        c.metadata
    FROM created AS c
)
SELECT c.version
FROM created AS c
