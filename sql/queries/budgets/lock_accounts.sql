-- In the order in which commits lock them too. The agent is that of the run, or the one that is active in the session. Which accounts are locked,
-- and for which agent, is left in the transaction for reserve: what a commit or somebody who sets a budget changes in between, counts from
-- the next reservation on, and none is decided by an account that others may still charge.
WITH actor AS (
    SELECT COALESCE(
        (
            SELECT r.agent_id
            FROM :"schema".runs AS r
            WHERE r.workspace_id = @WorkspaceId
                AND r.run_id = @RunId
                AND r.session_id = @SessionId
        ),
        (
            SELECT s.agent_id
            FROM :"schema".sessions AS s
            WHERE s.workspace_id = @WorkspaceId
                AND s.session_id = @SessionId
        )) AS agent_id
),
accounts AS (
    SELECT
        p.subject,
        p.subject_id
    FROM :"schema".budget_spending AS p
    WHERE p.workspace_id = @WorkspaceId
        AND (p.subject = 'workspace'
            OR (p.subject = 'session' AND p.subject_id = @SessionId::uuid::text)
            OR (p.subject = 'agent' AND p.subject_id = (SELECT w.agent_id FROM actor AS w)))
    ORDER BY
        p.subject,
        p.subject_id
    FOR NO KEY UPDATE
)
SELECT set_config(
    'agentkit.reserving',
    jsonb_build_object(
        'agent', (SELECT w.agent_id FROM actor AS w),
        'accounts', COALESCE(jsonb_agg(jsonb_build_array(a.subject, a.subject_id)), '[]'))::text,
    true)
FROM accounts AS a
