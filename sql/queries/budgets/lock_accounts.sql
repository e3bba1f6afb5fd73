-- In the order in which commits lock them too. The agent is that of the run, or the one that is active in the session.
SELECT p.tokens
FROM :"schema".budget_spending AS p
WHERE p.workspace_id = @WorkspaceId
    AND (p.subject = 'workspace'
        OR (p.subject = 'session' AND p.subject_id = @SessionId::uuid::text)
        OR (p.subject = 'agent' AND p.subject_id = COALESCE(
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
            ))))
ORDER BY
    p.subject,
    p.subject_id
FOR NO KEY UPDATE
