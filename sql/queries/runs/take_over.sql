-- Two at once: the second waits for the row, finds the lease that the first has taken, and changes nothing. The claim is the operation: sent
-- again, it finds itself.
-- Time and interval are added in a fixed time zone: in that of the session the sum is not immutable, and Citus refuses it for a column.
UPDATE :"schema".runs AS r
SET
    status = 'running',
    fencing_token = r.fencing_token + 1,
    claim_id = @ClaimId,
    lease_owner = @Worker,
    lease_duration = COALESCE(@LeaseDuration::interval, r.lease_duration),
    lease_expires_at = (now() AT TIME ZONE 'UTC' + COALESCE(@LeaseDuration::interval, r.lease_duration)) AT TIME ZONE 'UTC',
    heartbeat_at = now(),
    started_at = COALESCE(r.started_at, @Now),
    updated_at = now()
WHERE r.workspace_id = @WorkspaceId
    AND r.run_id = @RunId
    AND r.claim_id IS DISTINCT FROM @ClaimId
    AND (r.status = 'pending' OR (r.status = 'running' AND r.lease_expires_at <= now()))
RETURNING r.run_id
