-- Before a commit for a run: makes sure that the worker still holds it, and renews its lease, for whoever commits is alive. From here on nobody
-- takes the run over until the commit is done. Without a token (usage that is counted whoever holds the run) it only makes sure of the run.
-- Where there is no such run, or the lease is lost, there is nothing to divide by: the error undoes the whole commit.
-- The session first: that is the order in which everybody locks them.
-- The time comes from there too: Citus takes no now() inside of CASE in an UPDATE, and adds an interval of a column in a fixed time zone only.
WITH held AS (
    SELECT
        s.session_id,
        now() AS moment
    FROM :"schema".sessions AS s
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = @SessionId
    FOR NO KEY UPDATE
),
fenced AS (
    UPDATE :"schema".runs AS r
    SET
        heartbeat_at = CASE WHEN @FencingToken::bigint IS NULL THEN r.heartbeat_at ELSE h.moment END,
        lease_expires_at = CASE
            WHEN @FencingToken::bigint IS NULL THEN r.lease_expires_at
            ELSE (h.moment AT TIME ZONE 'UTC' + r.lease_duration) AT TIME ZONE 'UTC'
        END,
        updated_at = now()
    FROM held AS h
    WHERE r.workspace_id = @WorkspaceId
        AND r.run_id = @RunId
        AND r.session_id = h.session_id
        AND (@FencingToken::bigint IS NULL OR (r.fencing_token = @FencingToken AND r.status = 'running'))
    RETURNING r.run_id
)
SELECT 1 / count(*)
FROM fenced
