-- A session that is there already stays as it is. One of another person or time under the same id is another session: it is refused, and
-- nothing can be put into it.
-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.session_id::uuid AS session_id,
        g.version::bigint AS version,
        g.turn_count::bigint AS turn_count,
        g.input_tokens::bigint AS input_tokens,
        g.output_tokens::bigint AS output_tokens,
        g.created_at::timestamptz AS created_at,
        g.updated_at::timestamptz AS updated_at,
        g.active_bucket::timestamptz AS active_bucket,
        g.last_turn_at::timestamptz AS last_turn_at,
        g.closed_at::timestamptz AS closed_at,
        g.parent_session_id::uuid AS parent_session_id,
        g.forked_at_turn::bigint AS forked_at_turn,
        g.cost::numeric AS cost,
        g.user_id,
        g.agent_id,
        g.status,
        g.kind,
        g.phase,
        g.status_reason,
        g.assigned_to,
        g.title,
        g.conversation_key,
        g.slug,
        g.working_directory,
        g.metadata::jsonb AS metadata
    FROM unnest(
        @SessionId::text[],
        @Version::text[],
        @TurnCount::text[],
        @InputTokens::text[],
        @OutputTokens::text[],
        @CreatedAt::text[],
        @UpdatedAt::text[],
        @ActiveBucket::text[],
        @LastTurnAt::text[],
        @ClosedAt::text[],
        @ParentSessionId::text[],
        @ForkedAtTurn::text[],
        @Cost::text[],
        @UserId::text[],
        @AgentId::text[],
        @Status::text[],
        @Kind::text[],
        @Phase::text[],
        @StatusReason::text[],
        @AssignedTo::text[],
        @Title::text[],
        @ConversationKey::text[],
        @Slug::text[],
        @WorkingDirectory::text[],
        @Metadata::text[]
    ) WITH ORDINALITY AS g (
        session_id,
        version,
        turn_count,
        input_tokens,
        output_tokens,
        created_at,
        updated_at,
        active_bucket,
        last_turn_at,
        closed_at,
        parent_session_id,
        forked_at_turn,
        cost,
        user_id,
        agent_id,
        status,
        kind,
        phase,
        status_reason,
        assigned_to,
        title,
        conversation_key,
        slug,
        working_directory,
        metadata,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal
    FROM given AS g
    LEFT JOIN LATERAL (
        SELECT
            o.session_id,
            o.user_id,
            o.created_at
        FROM :"schema".sessions AS o
        WHERE o.workspace_id = @WorkspaceId
            AND o.session_id = g.session_id
        LIMIT 1
    ) AS o ON true
    WHERE o.session_id IS NULL
        OR (o.user_id IS NOT DISTINCT FROM g.user_id AND o.created_at = g.created_at)
),
inserted AS (
    INSERT INTO :"schema".sessions (
        session_id,
        version,
        turn_count,
        input_tokens,
        output_tokens,
        created_at,
        updated_at,
        active_bucket,
        last_turn_at,
        closed_at,
        parent_session_id,
        forked_at_turn,
        cost,
        user_id,
        agent_id,
        status,
        kind,
        phase,
        status_reason,
        assigned_to,
        title,
        conversation_key,
        slug,
        working_directory,
        metadata,
        workspace_id
    )
    SELECT
        g.session_id,
        g.version,
        g.turn_count,
        g.input_tokens,
        g.output_tokens,
        g.created_at,
        g.updated_at,
        g.active_bucket,
        g.last_turn_at,
        g.closed_at,
        g.parent_session_id,
        g.forked_at_turn,
        g.cost,
        g.user_id,
        g.agent_id,
        g.status,
        g.kind,
        g.phase,
        g.status_reason,
        g.assigned_to,
        g.title,
        g.conversation_key,
        g.slug,
        g.working_directory,
        g.metadata,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, session_id) DO NOTHING
    RETURNING 1
)
SELECT
    (SELECT count(*) FROM inserted) AS Inserted,
    (
        SELECT min(g.ordinal)
        FROM given AS g
        LEFT JOIN accepted AS a ON a.ordinal = g.ordinal
        WHERE a.ordinal IS NULL
    ) AS Refused,
    ARRAY[]::bigint[] AS Cut
