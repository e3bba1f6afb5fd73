-- What the commit that this very transaction has just applied consumed, which is what the time of its log row says, counted for the budgets that
-- apply, in the place of what was reserved. An operation that is sent again counts nothing.
-- Who spent it is the agent that it was reserved for, else that of the run, else the one that was active before the commit. The accounts are
-- locked in the order in which reservations lock them too; the commit has locked its session, and its run, before.
WITH applied AS (
    SELECT
        c.session_id,
        c.run_id,
        c.agent_id
    FROM :"schema".session_commits AS c
    WHERE c.workspace_id = @WorkspaceId
        AND c.session_id = @SessionId
        AND c.operation_id = @OperationId
        AND c.committed_at = now()
),
released AS (
    DELETE FROM :"schema".budget_reservations AS v
    USING applied AS a
    WHERE v.workspace_id = @WorkspaceId
        AND v.reservation_id = @ReservationId
        AND v.session_id = a.session_id
    RETURNING v.agent_id
),
accounts AS (
    SELECT
        p.subject,
        p.subject_id
    FROM :"schema".budget_spending AS p
    WHERE @HasUsage
        AND p.workspace_id = @WorkspaceId
        AND EXISTS (SELECT FROM applied)
        AND (p.subject = 'workspace'
            OR (p.subject = 'session' AND p.subject_id = @SessionId::text)
            OR (p.subject = 'agent' AND p.subject_id = COALESCE(
                (SELECT v.agent_id FROM released AS v),
                (
                    SELECT r.agent_id
                    FROM :"schema".runs AS r
                    WHERE r.workspace_id = @WorkspaceId
                        AND r.run_id = (SELECT a.run_id FROM applied AS a)
                ),
                @FormerAgentId::text,
                (SELECT a.agent_id FROM applied AS a))))
    ORDER BY
        p.subject,
        p.subject_id
    FOR NO KEY UPDATE
)
UPDATE :"schema".budget_spending AS p
SET
    tokens = p.tokens + @InputTokens + @OutputTokens,
    cost = p.cost + @Cost,
    updated_at = now()
FROM accounts AS a
WHERE p.workspace_id = @WorkspaceId
    AND p.subject = a.subject
    AND p.subject_id = a.subject_id
RETURNING p.subject
