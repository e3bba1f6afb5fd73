-- One page of what was committed in a workspace, and how far it reaches. Always at least one row: where there is no change, the columns of
-- one are null.
--
-- Horizon: the oldest transaction that still runs. No position is smaller than the transaction that wrote it, so whatever lies before the
-- horizon is committed or gone for good, and a reader that has read up to there misses nothing, in whatever order transactions end. Rows and horizon are of one snapshot, because they are of one statement.
-- Frontier: after every transaction that has ended. A row that can be seen beyond it was not written by this server.
-- LatestPosition: the last row at or beyond the horizon. If there is one, it waits for an older transaction: worth another look soon.
SELECT
    h.horizon AS Horizon,
    h.frontier AS Frontier,
    (
        SELECT l.feed_position
        FROM :"schema".session_commits AS l
        WHERE l.workspace_id = @WorkspaceId
            AND l.feed_position >= h.horizon
        ORDER BY l.feed_position DESC
        LIMIT 1
    ) AS LatestPosition,
    c.feed_position AS Position,
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
FROM (
    SELECT
        :"schema".feed_position(pg_snapshot_xmin(pg_current_snapshot())) AS horizon,
        :"schema".feed_position(pg_snapshot_xmax(pg_current_snapshot())) AS frontier
) AS h
LEFT JOIN LATERAL (
    SELECT
        p.feed_position,
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
        AND (p.feed_position, p.session_id, p.version) > (@AfterPosition::bigint, @AfterSessionId::uuid, @AfterVersion::bigint)
        AND p.feed_position < h.horizon
    ORDER BY p.feed_position, p.session_id, p.version
    LIMIT @Limit
) AS c ON true
ORDER BY c.feed_position, c.session_id, c.version
