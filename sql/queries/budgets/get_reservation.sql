SELECT
    v.reservation_id AS ReservationId,
    v.session_id AS SessionId,
    v.run_id AS RunId,
    v.agent_id AS AgentId,
    v.tokens AS Tokens,
    v.cost AS Cost,
    v.expires_at AS ExpiresAt
FROM :"schema".budget_reservations AS v
WHERE v.workspace_id = @WorkspaceId
    AND v.reservation_id = @ReservationId
    AND v.session_id = @SessionId
    AND v.expires_at > now()
