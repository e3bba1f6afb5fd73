-- Begins a run, or only notes it, and says what stood against it. One statement, because nothing has to be locked: what is refused here is only
-- a run that could not spend anything, and what it does spend is reserved under locks (budgets/reserve.sql, whose reckoning this is).
-- The id is the operation: sent again, it finds itself and changes nothing. Only one that is pending is changed: it begins.
WITH session AS (
    SELECT
        s.session_id,
        s.user_id,
        s.agent_id,
        s.status,
        s.input_tokens + s.output_tokens AS tokens
    FROM :"schema".sessions AS s
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = @SessionId
),
actor AS (
    SELECT COALESCE(
        (
            SELECT r.agent_id
            FROM :"schema".runs AS r
            WHERE r.workspace_id = @WorkspaceId
                AND r.run_id = @RunId
                AND r.session_id = @SessionId
        ),
        @AgentId::text,
        s.agent_id) AS agent_id
    FROM session AS s
),
parent AS (
    SELECT r.run_id
    FROM :"schema".runs AS r
    WHERE r.workspace_id = @WorkspaceId
        AND r.run_id = @ParentRunId
),
bounds AS (
    SELECT
        CASE b.subject WHEN 'session' THEN 2 WHEN 'agent' THEN 4 ELSE 5 END AS rank,
        b.subject,
        b.token_limit,
        b.cost_limit,
        p.tokens,
        p.cost
    FROM :"schema".budgets AS b
    JOIN :"schema".budget_spending AS p
        ON p.workspace_id = @WorkspaceId
        AND p.subject = b.subject
        AND p.subject_id = b.subject_id
    WHERE b.workspace_id = @WorkspaceId
        AND (b.subject = 'workspace'
            OR (b.subject = 'session' AND b.subject_id = @SessionId::text)
            OR (b.subject = 'agent' AND b.subject_id = (SELECT a.agent_id FROM actor AS a)))
    UNION ALL
    SELECT
        3,
        'agent in session',
        CASE WHEN g.agent_id IS NULL THEN d.token_budget ELSE g.token_budget END,
        NULL,
        s.tokens,
        0
    FROM session AS s
    CROSS JOIN actor AS a
    LEFT JOIN :"schema".agents AS g
        ON g.workspace_id = @WorkspaceId
        AND g.agent_id = a.agent_id
    LEFT JOIN unnest(@SharedAgentIds::text[], @SharedTokenBudgets::bigint[]) AS d (agent_id, token_budget)
        ON d.agent_id = a.agent_id
),
measured AS (
    SELECT
        o.rank,
        o.subject,
        o.token_limit,
        o.cost_limit,
        o.tokens + COALESCE(sum(v.tokens), 0) AS tokens,
        o.cost + COALESCE(sum(v.cost), 0) AS cost
    FROM bounds AS o
    LEFT JOIN :"schema".budget_reservations AS v
        ON v.workspace_id = @WorkspaceId
        AND v.expires_at > now()
        AND CASE o.subject
            WHEN 'workspace' THEN true
            WHEN 'agent' THEN v.agent_id = (SELECT a.agent_id FROM actor AS a)
            ELSE v.session_id = @SessionId
        END
    WHERE o.token_limit IS NOT NULL
        OR o.cost_limit IS NOT NULL
    GROUP BY
        o.rank,
        o.subject,
        o.token_limit,
        o.cost_limit,
        o.tokens,
        o.cost
),
exceeded AS (
    SELECT
        m.subject,
        u.unit,
        u.bound,
        u.spent
    FROM measured AS m
    CROSS JOIN LATERAL (
        VALUES
            ('tokens', m.token_limit::numeric, m.tokens, 1::numeric),
            ('cost', m.cost_limit, m.cost, 0.0000000001)
    ) AS u (unit, bound, spent, asked)
    WHERE u.spent + u.asked > u.bound
    ORDER BY
        m.rank,
        u.unit DESC
    LIMIT 1
),
begun AS (
    INSERT INTO :"schema".runs AS t (
        run_id,
        session_id,
        fencing_token,
        created_at,
        updated_at,
        lease_duration,
        parent_run_id,
        token_limit,
        started_at,
        heartbeat_at,
        lease_expires_at,
        cost_limit,
        workspace_id,
        user_id,
        agent_id,
        status,
        agent_type,
        model,
        model_alias,
        provider_session_id,
        lease_owner,
        checkpoint,
        metadata
    )
    SELECT
        @RunId::uuid,
        s.session_id,
        CASE WHEN @Begins THEN 1 ELSE 0 END,
        @Now::timestamptz,
        now(),
        @LeaseDuration::interval,
        @ParentRunId::uuid,
        @TokenLimit::bigint,
        CASE WHEN @Begins THEN @Now::timestamptz END,
        CASE WHEN @Begins THEN now() END,
        CASE WHEN @Begins THEN now() + @LeaseDuration::interval END,
        @CostLimit::numeric,
        @WorkspaceId,
        s.user_id,
        a.agent_id,
        CASE WHEN @Begins THEN 'running' ELSE 'pending' END,
        @AgentType::text,
        @Model::text,
        @ModelAlias::text,
        @ProviderSessionId::text,
        CASE WHEN @Begins THEN @Worker::text END,
        @Checkpoint::json,
        @Metadata::jsonb
    FROM session AS s
    CROSS JOIN actor AS a
    WHERE s.status = ANY (@OpenStatuses::text[])
        AND (@ParentRunId::uuid IS NULL OR EXISTS (SELECT FROM parent))
        AND NOT EXISTS (SELECT FROM exceeded)
    ON CONFLICT (workspace_id, run_id) DO UPDATE
    SET
        status = excluded.status,
        fencing_token = excluded.fencing_token,
        lease_duration = excluded.lease_duration,
        lease_expires_at = excluded.lease_expires_at,
        lease_owner = excluded.lease_owner,
        heartbeat_at = excluded.heartbeat_at,
        started_at = excluded.started_at,
        updated_at = excluded.updated_at
    WHERE t.status = 'pending'
        AND excluded.status = 'running'
        AND t.session_id = excluded.session_id
)
SELECT
    s.user_id AS UserId,
    s.status AS SessionStatus,
    @ParentRunId::uuid IS NULL OR EXISTS (SELECT FROM parent) AS IsParentFound,
    a.agent_id AS AgentId,
    e.subject AS Subject,
    e.unit AS Unit,
    e.bound AS Bound,
    e.spent AS Spent
FROM session AS s
CROSS JOIN actor AS a
LEFT JOIN exceeded AS e
    ON true
