-- What a worker notes of its own run. What it does not give stays; whatever it gives, it is alive. A lease that has expired is good as long as
-- nobody has taken the run over.
-- Time and interval are added in a fixed time zone: in that of the session the sum is not immutable, and Citus refuses it for a column.
UPDATE :"schema".runs AS r
SET
    checkpoint = COALESCE(@Checkpoint::json, r.checkpoint),
    provider_session_id = COALESCE(@ProviderSessionId::text, r.provider_session_id),
    lease_duration = COALESCE(@LeaseDuration::interval, r.lease_duration),
    lease_expires_at = (now() AT TIME ZONE 'UTC' + COALESCE(@LeaseDuration::interval, r.lease_duration)) AT TIME ZONE 'UTC',
    heartbeat_at = now(),
    updated_at = now()
WHERE r.workspace_id = @WorkspaceId
    AND r.run_id = @RunId
    AND r.fencing_token = @FencingToken
    AND r.status = 'running'
RETURNING r.run_id
