-- What the commits of a group that this very transaction has just applied consumed, counted for the budgets that apply: what settle does for each.
-- Where nobody has set a budget in the workspace, no commit is looked for.
WITH applied AS (
    SELECT
        c.session_id::text AS session_id,
        c.agent_id,
        m.tokens,
        m.cost
    FROM unnest(
        @SessionIds::uuid[],
        @OperationIds::uuid[],
        @Tokens::bigint[],
        @Costs::numeric[]
    ) AS m (
        session_id,
        operation_id,
        tokens,
        cost
    )
    JOIN :"schema".session_commits AS c
        ON c.workspace_id = @WorkspaceId
        AND c.session_id = m.session_id
        AND c.operation_id = m.operation_id
        AND c.committed_at = now()
    -- In the order of the key, so that PostgreSQL does not take to reading the whole table to find that there is none.
    WHERE (
        SELECT 1
        FROM :"schema".budget_spending AS b
        WHERE b.workspace_id = @WorkspaceId
        ORDER BY
            b.workspace_id,
            b.subject,
            b.subject_id
        LIMIT 1
    ) IS NOT NULL
),
spent AS (
    SELECT
        'workspace' AS subject,
        '' AS subject_id,
        sum(a.tokens)::bigint AS tokens,
        sum(a.cost) AS cost
    FROM applied AS a
    UNION ALL
    SELECT
        'session' AS subject,
        a.session_id AS subject_id,
        a.tokens,
        a.cost
    FROM applied AS a
    UNION ALL
    SELECT
        'agent' AS subject,
        a.agent_id AS subject_id,
        sum(a.tokens)::bigint AS tokens,
        sum(a.cost) AS cost
    FROM applied AS a
    GROUP BY a.agent_id
),
accounts AS (
    SELECT
        p.subject,
        p.subject_id,
        s.tokens,
        s.cost
    FROM :"schema".budget_spending AS p
    JOIN spent AS s
        ON s.subject = p.subject
        AND s.subject_id = p.subject_id
    WHERE p.workspace_id = @WorkspaceId
        AND s.tokens IS NOT NULL
    ORDER BY
        p.subject,
        p.subject_id
    FOR NO KEY UPDATE OF p
)
UPDATE :"schema".budget_spending AS p
SET
    tokens = p.tokens + a.tokens,
    cost = p.cost + a.cost,
    updated_at = now()
FROM accounts AS a
WHERE p.workspace_id = @WorkspaceId
    AND p.subject = a.subject
    AND p.subject_id = a.subject_id
RETURNING p.subject
