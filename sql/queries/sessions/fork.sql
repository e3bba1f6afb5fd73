-- A session with the turns of another one, copied within the database. The id is the operation, as in create.sql: sent again, it finds itself
-- and inserts nothing. It belongs to whom the other one belongs to: what is a person's stays theirs, to be exported and erased. One statement,
-- so that turns, state and summary are those of one version of the other session.
WITH source AS (
    SELECT
        s.user_id,
        s.agent_id,
        s.kind,
        s.phase,
        s.title,
        s.metadata,
        COALESCE(@AtTurn, s.turn_count) AS at_turn
    FROM :"schema".sessions AS s
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = @SessionId
        AND s.turn_count >= COALESCE(@AtTurn::bigint, 0)
),
created AS (
    INSERT INTO :"schema".sessions (
        session_id,
        turn_count,
        created_at,
        active_bucket,
        last_turn_at,
        parent_session_id,
        forked_at_turn,
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
    SELECT
        @ForkId,
        s.at_turn,
        @Now::timestamptz,
        @ActiveBucket,
        CASE WHEN s.at_turn > 0 THEN @Now::timestamptz END,
        @SessionId,
        s.at_turn,
        @WorkspaceId,
        s.user_id,
        s.agent_id,
        s.kind,
        s.phase,
        COALESCE(@Title, s.title),
        @ConversationKey,
        @Slug,
        @WorkingDirectory,
        s.metadata,
        now()
    FROM source AS s
    ON CONFLICT (workspace_id, session_id) DO NOTHING
    RETURNING *
),
state AS (
    INSERT INTO :"schema".session_state (
        session_id,
        workspace_id,
        user_id,
        intents_seen,
        templates_sent,
        captured_data,
        data
    )
    SELECT
        c.session_id,
        c.workspace_id,
        c.user_id,
        st.intents_seen,
        st.templates_sent,
        st.captured_data,
        st.data
    FROM created AS c
    CROSS JOIN :"schema".session_state AS st
    WHERE st.workspace_id = @WorkspaceId
        AND st.session_id = @SessionId
),
copied AS (
    INSERT INTO :"schema".turns (
        session_id,
        turn_number,
        version,
        created_at,
        input_tokens,
        output_tokens,
        cached_input_tokens,
        reasoning_tokens,
        has_tool_result,
        latency_ms,
        cost,
        workspace_id,
        user_id,
        role,
        author,
        model,
        intent,
        metadata,
        content
    )
    SELECT
        c.session_id,
        t.turn_number,
        c.version,
        t.created_at,
        t.input_tokens,
        t.output_tokens,
        t.cached_input_tokens,
        t.reasoning_tokens,
        t.has_tool_result,
        t.latency_ms,
        t.cost,
        c.workspace_id,
        c.user_id,
        t.role,
        t.author,
        t.model,
        t.intent,
        t.metadata,
        t.content
    FROM created AS c
    CROSS JOIN :"schema".turns AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = @SessionId
        AND t.turn_number <= c.turn_count
),
logged AS (
    INSERT INTO :"schema".session_commits (
        session_id,
        operation_id,
        version,
        turn_count,
        input_tokens,
        output_tokens,
        last_turn_at,
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
        c.last_turn_at,
        c.cost,
        c.workspace_id,
        c.user_id,
        c.agent_id,
        c.status,
        c.phase,
        c.title,
        c.metadata
    FROM created AS c
),
summarized AS (
    INSERT INTO :"schema".session_summaries (
        session_id,
        version,
        through_turn,
        created_at,
        input_tokens,
        output_tokens,
        cached_input_tokens,
        reasoning_tokens,
        latency_ms,
        cost,
        workspace_id,
        user_id,
        role,
        author,
        model,
        intent,
        metadata,
        content
    )
    SELECT
        c.session_id,
        c.version,
        m.through_turn,
        m.created_at,
        m.input_tokens,
        m.output_tokens,
        m.cached_input_tokens,
        m.reasoning_tokens,
        m.latency_ms,
        m.cost,
        c.workspace_id,
        c.user_id,
        m.role,
        m.author,
        m.model,
        m.intent,
        m.metadata,
        m.content
    FROM created AS c
    CROSS JOIN :"schema".session_summaries AS m
    WHERE m.workspace_id = @WorkspaceId
        AND m.session_id = @SessionId
        AND m.retired_version IS NULL
        AND m.through_turn <= c.turn_count
    ORDER BY m.version DESC
    LIMIT 1
)
SELECT c.version
FROM created AS c
