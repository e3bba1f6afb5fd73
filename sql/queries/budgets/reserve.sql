-- Sets an amount aside if it fits under every limit, and says what stood against it. Whoever else reserves under the same limits waits at the
-- locks that were taken before (lock_session, lock_accounts), so what is read here is what counts. A commit that settles moves a reservation
-- into the spending in one statement, so it is counted once, as the one or the other.
-- A reservation that is there already is not counted a second time; one that has expired begins anew.
WITH reserving AS (
    SELECT current_setting('agentkit.reserving')::jsonb AS held
),
session AS (
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
-- A lock is granted only on what may be written, and this one is held already.
writable AS (
    SELECT s.session_id
    FROM :"schema".sessions AS s
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = @SessionId
        AND s.status = ANY (@OpenStatuses::text[])
    FOR KEY SHARE
),
run AS (
    SELECT
        r.run_id,
        r.agent_id,
        r.status,
        r.token_limit,
        r.cost_limit,
        r.input_tokens + r.output_tokens AS tokens,
        r.cost
    FROM :"schema".runs AS r
    WHERE r.workspace_id = @WorkspaceId
        AND r.run_id = @RunId
        AND r.session_id = @SessionId
),
actor AS (
    SELECT g.held ->> 'agent' AS agent_id
    FROM reserving AS g
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
        AND (SELECT g.held -> 'accounts' FROM reserving AS g) @> jsonb_build_array(jsonb_build_array(b.subject, b.subject_id))
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
    UNION ALL
    SELECT
        1,
        'run',
        r.token_limit,
        r.cost_limit,
        r.tokens,
        r.cost
    FROM run AS r
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
            WHEN 'run' THEN v.run_id = @RunId
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
            ('tokens', m.token_limit::numeric, m.tokens, GREATEST(@Tokens::bigint, 1)::numeric),
            ('cost', m.cost_limit, m.cost, GREATEST(@Cost::numeric, 0.0000000001))
    ) AS u (unit, bound, spent, asked)
    WHERE u.spent + u.asked > u.bound
    ORDER BY
        m.rank,
        u.unit DESC
    LIMIT 1
),
reserved AS (
    INSERT INTO :"schema".budget_reservations AS t (
        reservation_id,
        session_id,
        tokens,
        expires_at,
        run_id,
        cost,
        workspace_id,
        agent_id
    )
    SELECT
        @ReservationId::uuid,
        w.session_id,
        @Tokens,
        now() + @ExpiresAfter::interval,
        @RunId::uuid,
        @Cost,
        @WorkspaceId,
        a.agent_id
    FROM writable AS w
    CROSS JOIN actor AS a
    WHERE NOT EXISTS (SELECT FROM exceeded)
        AND (@RunId::uuid IS NULL OR EXISTS (SELECT FROM run AS r WHERE r.status IN ('pending', 'running')))
    ON CONFLICT (workspace_id, reservation_id) DO UPDATE
    SET
        tokens = excluded.tokens,
        created_at = excluded.created_at,
        expires_at = excluded.expires_at,
        run_id = excluded.run_id,
        cost = excluded.cost,
        agent_id = excluded.agent_id
    WHERE t.expires_at <= excluded.created_at
        AND t.session_id = excluded.session_id
)
SELECT
    s.user_id AS UserId,
    s.status AS SessionStatus,
    @RunId::uuid IS NULL OR EXISTS (SELECT FROM run) AS IsRunFound,
    (SELECT r.status FROM run AS r) AS RunStatus,
    a.agent_id AS AgentId,
    e.subject AS Subject,
    e.unit AS Unit,
    e.bound AS Bound,
    e.spent AS Spent
FROM session AS s
CROSS JOIN actor AS a
LEFT JOIN exceeded AS e
    ON true
