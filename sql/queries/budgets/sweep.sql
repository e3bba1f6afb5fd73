-- Those that somebody settles or sweeps at this moment are skipped.
WITH expired AS (
    SELECT v.reservation_id
    FROM :"schema".budget_reservations AS v
    WHERE v.workspace_id = @WorkspaceId
        AND v.expires_at <= now()
    ORDER BY v.expires_at
    LIMIT @Limit
    FOR UPDATE SKIP LOCKED
)
DELETE FROM :"schema".budget_reservations AS v
USING expired AS e
WHERE v.workspace_id = @WorkspaceId
    AND v.reservation_id = e.reservation_id
RETURNING v.reservation_id AS ReservationId
