-- Only into the session of the same person, and none that it has not come to: that version is still to be committed there.
-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.session_id::uuid AS session_id,
        g.operation_id::uuid AS operation_id,
        g.version::bigint AS version,
        g.turn_count::bigint AS turn_count,
        g.input_tokens::bigint AS input_tokens,
        g.output_tokens::bigint AS output_tokens,
        g.committed_at::timestamptz AS committed_at,
        g.last_turn_at::timestamptz AS last_turn_at,
        g.closed_at::timestamptz AS closed_at,
        g.run_id::uuid AS run_id,
        g.cost::numeric AS cost,
        g.user_id,
        g.agent_id,
        g.status,
        g.phase,
        g.status_reason,
        g.assigned_to,
        g.title,
        g.metadata::jsonb AS metadata
    FROM unnest(
        @SessionId::text[],
        @OperationId::text[],
        @Version::text[],
        @TurnCount::text[],
        @InputTokens::text[],
        @OutputTokens::text[],
        @CommittedAt::text[],
        @LastTurnAt::text[],
        @ClosedAt::text[],
        @RunId::text[],
        @Cost::text[],
        @UserId::text[],
        @AgentId::text[],
        @Status::text[],
        @Phase::text[],
        @StatusReason::text[],
        @AssignedTo::text[],
        @Title::text[],
        @Metadata::text[]
    ) WITH ORDINALITY AS g (
        session_id,
        operation_id,
        version,
        turn_count,
        input_tokens,
        output_tokens,
        committed_at,
        last_turn_at,
        closed_at,
        run_id,
        cost,
        user_id,
        agent_id,
        status,
        phase,
        status_reason,
        assigned_to,
        title,
        metadata,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal
    FROM given AS g
    CROSS JOIN LATERAL (
        SELECT s.session_id
        FROM :"schema".sessions AS s
        WHERE s.workspace_id = @WorkspaceId
            AND s.session_id = g.session_id
            AND s.user_id IS NOT DISTINCT FROM g.user_id
            AND s.version >= g.version
        LIMIT 1
    ) AS s
),
inserted AS (
    INSERT INTO :"schema".session_commits (
        session_id,
        operation_id,
        version,
        turn_count,
        input_tokens,
        output_tokens,
        committed_at,
        last_turn_at,
        closed_at,
        run_id,
        cost,
        user_id,
        agent_id,
        status,
        phase,
        status_reason,
        assigned_to,
        title,
        metadata,
        workspace_id
    )
    SELECT
        g.session_id,
        g.operation_id,
        g.version,
        g.turn_count,
        g.input_tokens,
        g.output_tokens,
        g.committed_at,
        g.last_turn_at,
        g.closed_at,
        g.run_id,
        g.cost,
        g.user_id,
        g.agent_id,
        g.status,
        g.phase,
        g.status_reason,
        g.assigned_to,
        g.title,
        g.metadata,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, session_id, version) DO NOTHING
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
