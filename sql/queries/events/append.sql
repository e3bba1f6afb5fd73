-- The id is the operation: sent again, it finds itself and changes nothing.
INSERT INTO :"schema".events (
    event_id,
    occurred_at,
    session_id,
    run_id,
    workspace_id,
    user_id,
    category,
    type,
    tool_name,
    payload
)
VALUES (
    @EventId,
    @OccurredAt,
    @SessionId,
    @RunId,
    @WorkspaceId,
    @UserId,
    @Category,
    @Type,
    @ToolName,
    @Payload::json
)
ON CONFLICT (workspace_id, event_id) DO NOTHING
RETURNING event_id
