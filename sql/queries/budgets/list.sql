-- The budget of a session is seen by whoever sees the session. The order is that of the primary key.
SELECT
    b.subject AS Subject,
    b.subject_id AS SubjectId,
    b.token_limit AS TokenLimit,
    b.cost_limit AS CostLimit,
    p.tokens AS SpentTokens,
    p.cost AS SpentCost,
    v.tokens AS ReservedTokens,
    v.cost AS ReservedCost,
    p.period_started_at AS PeriodStartedAt
FROM :"schema".budgets AS b
JOIN :"schema".budget_spending AS p
    ON p.workspace_id = @WorkspaceId
    AND p.subject = b.subject
    AND p.subject_id = b.subject_id
CROSS JOIN LATERAL (
    SELECT
        COALESCE(sum(r.tokens), 0)::bigint AS tokens,
        COALESCE(sum(r.cost), 0) AS cost
    FROM :"schema".budget_reservations AS r
    WHERE r.workspace_id = @WorkspaceId
        AND r.expires_at > now()
        AND CASE b.subject
            WHEN 'workspace' THEN true
            WHEN 'agent' THEN r.agent_id = b.subject_id
            ELSE r.session_id = b.session_id
        END
) AS v
WHERE b.workspace_id = @WorkspaceId
    AND (b.subject, b.subject_id) > (@AfterSubject, @AfterId)
    AND (b.session_id IS NULL
        OR EXISTS (
            SELECT
            FROM :"schema".sessions AS s
            WHERE s.workspace_id = @WorkspaceId
                AND s.session_id = b.session_id
        ))
ORDER BY
    b.subject,
    b.subject_id
LIMIT @Limit
