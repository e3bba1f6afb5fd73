-- Everything that a commit changes, in one statement: the session, its turns, its state, its log. It returns the session if it was applied.
--
-- An operation that is already in the log is not applied again, also not on a version that the caller has reloaded since. Two of the same at
-- once: the second waits for the row, and then either finds the version gone or collides in the log and is sent again.
-- Columns that the commit leaves alone are set to themselves, which PostgreSQL notices: the update stays HOT.
WITH target AS (
    UPDATE :"schema".sessions AS s
    SET
        version = s.version + 1,
        -- Not always the own one: who waited for the row has begun before the commit that it waited for.
        feed_position = GREATEST(s.feed_position, :"schema".feed_position(pg_current_xact_id())),
        turn_count = s.turn_count + cardinality(@Roles::text[]),
        input_tokens = s.input_tokens + @InputTokens,
        output_tokens = s.output_tokens + @OutputTokens,
        cost = s.cost + @Cost,
        updated_at = now(),
        last_turn_at = CASE WHEN cardinality(@Roles::text[]) > 0 THEN @Now ELSE s.last_turn_at END,
        active_bucket = CASE WHEN cardinality(@Roles::text[]) > 0 THEN @ActiveBucket ELSE s.active_bucket END,
        closed_at = CASE
            WHEN @Status::text IS NULL THEN s.closed_at
            WHEN @Status IN ('closed', 'archived') THEN COALESCE(s.closed_at, @Now)
        END,
        agent_id = COALESCE(@AgentId, s.agent_id),
        status = COALESCE(@Status, s.status),
        status_reason = CASE WHEN @Status::text IS NULL THEN s.status_reason ELSE @StatusReason END,
        assigned_to = CASE WHEN @Status::text IS NULL THEN s.assigned_to ELSE @AssignedTo END,
        phase = COALESCE(@Phase, s.phase),
        title = COALESCE(@Title, s.title),
        metadata = CASE WHEN @Metadata::text IS NULL THEN s.metadata ELSE s.metadata || @Metadata::jsonb END
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = @SessionId
        AND s.status = ANY (@FromStatuses::text[])
        AND (@ExpectedVersion::bigint IS NULL OR s.version = @ExpectedVersion)
        AND NOT EXISTS (
            SELECT
            FROM :"schema".session_commits AS c
            WHERE c.workspace_id = @WorkspaceId
                AND c.session_id = @SessionId
                AND c.operation_id = @OperationId
        )
    RETURNING s.*
),
-- What no turn has travels as NULL instead of an array of nothing.
appended AS (
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
        s.session_id,
        s.turn_count - cardinality(@Roles::text[]) + t.ordinal,
        s.version,
        t.created_at,
        COALESCE(t.input_tokens, 0),
        COALESCE(t.output_tokens, 0),
        COALESCE(t.cached_input_tokens, 0),
        COALESCE(t.reasoning_tokens, 0),
        COALESCE(t.has_tool_result, false),
        t.latency_ms,
        COALESCE(t.cost, 0),
        s.workspace_id,
        s.user_id,
        t.role,
        t.author,
        t.model,
        t.intent::json,
        t.metadata::json,
        t.content::json
    FROM target AS s
    CROSS JOIN unnest(
        @Roles::text[],
        @Contents::text[],
        @CreatedAts::timestamptz[],
        @TurnInputTokens::bigint[],
        @TurnOutputTokens::bigint[],
        @TurnCachedInputTokens::bigint[],
        @TurnReasoningTokens::bigint[],
        @TurnCosts::numeric[],
        @HasToolResults::boolean[],
        @LatenciesMs::bigint[],
        @Authors::text[],
        @Models::text[],
        @Intents::text[],
        @TurnMetadatas::text[]
    ) WITH ORDINALITY AS t (
        role,
        content,
        created_at,
        input_tokens,
        output_tokens,
        cached_input_tokens,
        reasoning_tokens,
        cost,
        has_tool_result,
        latency_ms,
        author,
        model,
        intent,
        metadata,
        ordinal
    )
),
state AS (
    UPDATE :"schema".session_state AS st
    SET
        updated_at = now(),
        -- The first sight of an intent counts: a name that is there already is not appended.
        -- COALESCE within the subquery, not around it: Citus refuses what is not immutable inside of one in an UPDATE.
        intents_seen = st.intents_seen || (
            SELECT COALESCE(jsonb_agg(new.intent ORDER BY new.ordinal), '[]')
            FROM jsonb_array_elements(@IntentsSeen::jsonb) WITH ORDINALITY AS new (intent, ordinal)
            WHERE NOT EXISTS (
                SELECT
                FROM jsonb_array_elements(st.intents_seen) AS seen (intent)
                WHERE seen.intent ->> 'name' = new.intent ->> 'name'
            )
        ),
        templates_sent = st.templates_sent || @TemplatesSent::jsonb,
        captured_data = st.captured_data || @CapturedData::jsonb,
        data = st.data || @Data::jsonb
    FROM target AS s
    WHERE @ChangesState
        AND st.workspace_id = @WorkspaceId
        AND st.session_id = s.session_id
),
logged AS (
    INSERT INTO :"schema".session_commits (
        session_id,
        operation_id,
        version,
        feed_position,
        turn_count,
        input_tokens,
        output_tokens,
        last_turn_at,
        closed_at,
        run_id,
        cost,
        workspace_id,
        user_id,
        agent_id,
        status,
        phase,
        status_reason,
        assigned_to,
        title,
        metadata
    )
    SELECT
        s.session_id,
        @OperationId,
        s.version,
        s.feed_position,
        s.turn_count,
        s.input_tokens,
        s.output_tokens,
        s.last_turn_at,
        s.closed_at,
        @RunId,
        s.cost,
        s.workspace_id,
        s.user_id,
        s.agent_id,
        s.status,
        s.phase,
        s.status_reason,
        s.assigned_to,
        s.title,
        CASE WHEN @Metadata::text IS NOT NULL THEN s.metadata END
    FROM target AS s
)
SELECT
    s.session_id AS SessionId,
    s.version AS Version,
    s.workspace_id AS WorkspaceId,
    s.user_id AS UserId,
    s.agent_id AS AgentId,
    s.status AS Status,
    s.status_reason AS StatusReason,
    s.assigned_to AS AssignedTo,
    s.phase AS Phase,
    s.title AS Title,
    s.kind AS Kind,
    s.conversation_key AS ConversationKey,
    s.slug AS Slug,
    s.working_directory AS WorkingDirectory,
    s.parent_session_id AS ParentSessionId,
    s.forked_at_turn AS ForkedAtTurn,
    s.turn_count AS TurnCount,
    s.input_tokens AS InputTokens,
    s.output_tokens AS OutputTokens,
    s.cost AS Cost,
    s.metadata AS Metadata,
    s.created_at AS CreatedAt,
    s.updated_at AS UpdatedAt,
    s.last_turn_at AS LastTurnAt,
    s.closed_at AS ClosedAt
FROM target AS s
