-- A run whose parent is neither here nor among the given ones stands without it.
-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.run_id::uuid AS run_id,
        g.session_id::uuid AS session_id,
        g.input_tokens::bigint AS input_tokens,
        g.output_tokens::bigint AS output_tokens,
        g.fencing_token::bigint AS fencing_token,
        g.created_at::timestamptz AS created_at,
        g.updated_at::timestamptz AS updated_at,
        g.lease_duration::interval AS lease_duration,
        g.parent_run_id::uuid AS parent_run_id,
        g.claim_id::uuid AS claim_id,
        g.token_limit::bigint AS token_limit,
        g.started_at::timestamptz AS started_at,
        g.completed_at::timestamptz AS completed_at,
        g.heartbeat_at::timestamptz AS heartbeat_at,
        g.lease_expires_at::timestamptz AS lease_expires_at,
        g.cost::numeric AS cost,
        g.cost_limit::numeric AS cost_limit,
        g.user_id,
        g.agent_id,
        g.status,
        g.agent_type,
        g.model,
        g.model_alias,
        g.provider_session_id,
        g.lease_owner,
        g.error_type,
        g.error_message,
        g.checkpoint::json AS checkpoint,
        g.metadata::jsonb AS metadata
    FROM unnest(
        @RunId::text[],
        @SessionId::text[],
        @InputTokens::text[],
        @OutputTokens::text[],
        @FencingToken::text[],
        @CreatedAt::text[],
        @UpdatedAt::text[],
        @LeaseDuration::text[],
        @ParentRunId::text[],
        @ClaimId::text[],
        @TokenLimit::text[],
        @StartedAt::text[],
        @CompletedAt::text[],
        @HeartbeatAt::text[],
        @LeaseExpiresAt::text[],
        @Cost::text[],
        @CostLimit::text[],
        @UserId::text[],
        @AgentId::text[],
        @Status::text[],
        @AgentType::text[],
        @Model::text[],
        @ModelAlias::text[],
        @ProviderSessionId::text[],
        @LeaseOwner::text[],
        @ErrorType::text[],
        @ErrorMessage::text[],
        @Checkpoint::text[],
        @Metadata::text[]
    ) WITH ORDINALITY AS g (
        run_id,
        session_id,
        input_tokens,
        output_tokens,
        fencing_token,
        created_at,
        updated_at,
        lease_duration,
        parent_run_id,
        claim_id,
        token_limit,
        started_at,
        completed_at,
        heartbeat_at,
        lease_expires_at,
        cost,
        cost_limit,
        user_id,
        agent_id,
        status,
        agent_type,
        model,
        model_alias,
        provider_session_id,
        lease_owner,
        error_type,
        error_message,
        checkpoint,
        metadata,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal,
        CASE
            WHEN EXISTS (
                SELECT
                FROM :"schema".runs AS p
                WHERE p.workspace_id = @WorkspaceId
                    AND p.run_id = g.parent_run_id
            ) THEN g.parent_run_id
            WHEN g.parent_run_id IN (SELECT p.run_id FROM given AS p) THEN g.parent_run_id
        END AS parent_run_id,
        o.run_id IS NULL AS is_new
    FROM given AS g
    CROSS JOIN LATERAL (
        SELECT s.session_id
        FROM :"schema".sessions AS s
        WHERE s.workspace_id = @WorkspaceId
            AND s.session_id = g.session_id
            AND s.user_id IS NOT DISTINCT FROM g.user_id
        LIMIT 1
    ) AS s
    LEFT JOIN LATERAL (
        SELECT
            o.run_id,
            o.session_id,
            o.user_id
        FROM :"schema".runs AS o
        WHERE o.workspace_id = @WorkspaceId
            AND o.run_id = g.run_id
        LIMIT 1
    ) AS o ON true
    WHERE o.run_id IS NULL
        OR (o.session_id = g.session_id AND o.user_id IS NOT DISTINCT FROM g.user_id)
),
inserted AS (
    INSERT INTO :"schema".runs (
        run_id,
        session_id,
        input_tokens,
        output_tokens,
        fencing_token,
        created_at,
        updated_at,
        lease_duration,
        parent_run_id,
        claim_id,
        token_limit,
        started_at,
        completed_at,
        heartbeat_at,
        lease_expires_at,
        cost,
        cost_limit,
        user_id,
        agent_id,
        status,
        agent_type,
        model,
        model_alias,
        provider_session_id,
        lease_owner,
        error_type,
        error_message,
        checkpoint,
        metadata,
        workspace_id
    )
    SELECT
        g.run_id,
        g.session_id,
        g.input_tokens,
        g.output_tokens,
        g.fencing_token,
        g.created_at,
        g.updated_at,
        g.lease_duration,
        a.parent_run_id,
        g.claim_id,
        g.token_limit,
        g.started_at,
        g.completed_at,
        g.heartbeat_at,
        g.lease_expires_at,
        g.cost,
        g.cost_limit,
        g.user_id,
        g.agent_id,
        g.status,
        g.agent_type,
        g.model,
        g.model_alias,
        g.provider_session_id,
        g.lease_owner,
        g.error_type,
        g.error_message,
        g.checkpoint,
        g.metadata,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, run_id) DO NOTHING
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
    ARRAY(
        SELECT g.ordinal
        FROM given AS g
        JOIN accepted AS a ON a.ordinal = g.ordinal
        WHERE a.is_new
            AND ((g.parent_run_id IS NOT NULL AND a.parent_run_id IS NULL))
    ) AS Cut
