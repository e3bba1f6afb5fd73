-- Plain commits to several sessions of one scope in one statement: what commit does for each that nothing stands against. Those that are not
-- among the rows that it returns were left alone, whatever the reason: each is sent again by itself, which tells.
--
-- A session is there at most once. One that somebody else has locked is left alone, too: a group waits for nobody, so that no member waits for the
-- lock of another one's session, and groups of several processes cannot lock each other out.
-- Turns are taken out of the arrays by their position: joined to the sessions they would be compared with all of them.
WITH free AS MATERIALIZED (
    SELECT k.session_id
    FROM :"schema".sessions AS k
    WHERE k.workspace_id = @WorkspaceId
        AND k.session_id = ANY (@SessionIds::uuid[])
    FOR NO KEY UPDATE SKIP LOCKED
),
target AS (
    UPDATE :"schema".sessions AS s
    SET
        version = s.version + 1,
        -- As in commit.
        feed_position = GREATEST(s.feed_position, :"schema".feed_position(pg_current_xact_id())),
        turn_count = s.turn_count + m.turns,
        input_tokens = s.input_tokens + m.input_tokens,
        output_tokens = s.output_tokens + m.output_tokens,
        cost = s.cost + m.cost,
        updated_at = now(),
        last_turn_at = CASE WHEN m.turns > 0 THEN m.committed_at ELSE s.last_turn_at END,
        active_bucket = CASE WHEN m.turns > 0 THEN m.active_bucket ELSE s.active_bucket END,
        phase = COALESCE(m.phase, s.phase)
    FROM unnest(
        @SessionIds::uuid[],
        @OperationIds::uuid[],
        @ExpectedVersions::bigint[],
        @FirstTurns::integer[],
        @TurnCounts::integer[],
        @InputTokens::bigint[],
        @OutputTokens::bigint[],
        @Costs::numeric[],
        @Nows::timestamptz[],
        @ActiveBuckets::timestamptz[],
        @Phases::text[]
    ) AS m (
        session_id,
        operation_id,
        expected_version,
        first_turn,
        turns,
        input_tokens,
        output_tokens,
        cost,
        committed_at,
        active_bucket,
        phase
    )
    JOIN free AS f
        ON f.session_id = m.session_id
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = m.session_id
        AND s.status = ANY (@FromStatuses::text[])
        AND (m.expected_version IS NULL OR s.version = m.expected_version)
        AND NOT EXISTS (
            SELECT
            FROM :"schema".session_commits AS c
            WHERE c.workspace_id = @WorkspaceId
                AND c.session_id = m.session_id
                AND c.operation_id = m.operation_id
        )
    RETURNING
        s.*,
        m.operation_id,
        m.first_turn,
        m.turns
),
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
        s.turn_count - s.turns + t.ordinal,
        s.version,
        (@CreatedAts::timestamptz[])[s.first_turn + t.ordinal],
        COALESCE((@TurnInputTokens::bigint[])[s.first_turn + t.ordinal], 0),
        COALESCE((@TurnOutputTokens::bigint[])[s.first_turn + t.ordinal], 0),
        COALESCE((@TurnCachedInputTokens::bigint[])[s.first_turn + t.ordinal], 0),
        COALESCE((@TurnReasoningTokens::bigint[])[s.first_turn + t.ordinal], 0),
        COALESCE((@HasToolResults::boolean[])[s.first_turn + t.ordinal], false),
        (@LatenciesMs::bigint[])[s.first_turn + t.ordinal],
        COALESCE((@TurnCosts::numeric[])[s.first_turn + t.ordinal], 0),
        s.workspace_id,
        s.user_id,
        (@Roles::text[])[s.first_turn + t.ordinal],
        (@Authors::text[])[s.first_turn + t.ordinal],
        (@Models::text[])[s.first_turn + t.ordinal],
        (@Intents::text[])[s.first_turn + t.ordinal]::json,
        (@TurnMetadatas::text[])[s.first_turn + t.ordinal]::json,
        (@Contents::text[])[s.first_turn + t.ordinal]::json
    FROM target AS s
    CROSS JOIN LATERAL generate_series(1, s.turns) AS t (ordinal)
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
        cost,
        workspace_id,
        user_id,
        agent_id,
        status,
        phase,
        status_reason,
        assigned_to,
        title
    )
    SELECT
        s.session_id,
        s.operation_id,
        s.version,
        s.feed_position,
        s.turn_count,
        s.input_tokens,
        s.output_tokens,
        s.last_turn_at,
        s.closed_at,
        s.cost,
        s.workspace_id,
        s.user_id,
        s.agent_id,
        s.status,
        s.phase,
        s.status_reason,
        s.assigned_to,
        s.title
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
