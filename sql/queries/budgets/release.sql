-- Only of a session that the scope may write: a lock is granted on no other.
WITH writable AS (
    SELECT s.session_id
    FROM :"schema".budget_reservations AS v
    JOIN :"schema".sessions AS s
        ON s.workspace_id = @WorkspaceId
        AND s.session_id = v.session_id
    WHERE v.workspace_id = @WorkspaceId
        AND v.reservation_id = @ReservationId
    FOR KEY SHARE OF s
)
DELETE FROM :"schema".budget_reservations AS v
USING writable AS w
WHERE v.workspace_id = @WorkspaceId
    AND v.reservation_id = @ReservationId
    AND v.session_id = w.session_id
RETURNING v.reservation_id AS ReservationId
