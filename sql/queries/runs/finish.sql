-- Under a lease for the worker that holds it; without one (@FencingToken is null) for whoever calls a run off, which may be pending. The holder
-- stays noted: it is who ran it. Clocks of different machines may disagree: the end is never before the start.
UPDATE :"schema".runs AS r
SET
    status = @Status,
    completed_at = GREATEST(r.started_at, @Now),
    lease_expires_at = NULL,
    error_type = @ErrorType,
    error_message = @ErrorMessage,
    updated_at = now()
WHERE r.workspace_id = @WorkspaceId
    AND r.run_id = @RunId
    AND (r.status = 'running' OR (r.status = 'pending' AND @FencingToken::bigint IS NULL))
    AND (@FencingToken::bigint IS NULL OR r.fencing_token = @FencingToken)
RETURNING r.run_id
