-- One page of the commits of a session. No row where the scope sees no such session; one without a change where there is nothing new.
-- The versions of a session follow each other without gaps, and a commit waits for the one before: no horizon is needed here.
SELECT
    s.version AS LatestVersion,
    c.session_id AS SessionId,
    c.version AS Version,
    c.operation_id AS OperationId,
    c.run_id AS RunId,
    c.user_id AS UserId,
    c.agent_id AS AgentId,
    c.status AS Status,
    c.phase AS Phase,
    c.turn_count AS TurnCount,
    c.committed_at AS CommittedAt
FROM :"schema".sessions AS s
LEFT JOIN LATERAL (
    SELECT
        p.session_id,
        p.version,
        p.operation_id,
        p.run_id,
        p.user_id,
        p.agent_id,
        p.status,
        p.phase,
        p.turn_count,
        p.committed_at
    FROM :"schema".session_commits AS p
    WHERE p.workspace_id = @WorkspaceId
        AND p.session_id = @SessionId
        AND p.version > @AfterVersion
    ORDER BY p.version
    LIMIT @Limit
) AS c ON true
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
ORDER BY c.version
