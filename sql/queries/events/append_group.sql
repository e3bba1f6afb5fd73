-- Events of several calls, each under its own user, in one statement: what append does for each that is new. Those that are not among the rows that it
-- returns are there already, and are each asked for by itself.
INSERT INTO :"schema".events AS e (
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
SELECT
    m.event_id,
    m.occurred_at,
    m.session_id,
    m.run_id,
    @WorkspaceId,
    m.user_id,
    m.category,
    m.type,
    m.tool_name,
    m.payload::json
FROM unnest(
    @EventIds::uuid[],
    @OccurredAts::timestamptz[],
    @SessionIds::uuid[],
    @RunIds::uuid[],
    @EventUserIds::text[],
    @Categories::text[],
    @Types::text[],
    @ToolNames::text[],
    @Payloads::text[]
) AS m (
    event_id,
    occurred_at,
    session_id,
    run_id,
    user_id,
    category,
    type,
    tool_name,
    payload
)
ON CONFLICT (workspace_id, event_id) DO NOTHING
RETURNING
    e.event_id AS EventId,
    e.occurred_at AS OccurredAt,
    e.session_id AS SessionId,
    e.run_id AS RunId,
    e.user_id AS UserId,
    e.category AS Category,
    e.type AS Type,
    e.tool_name AS ToolName,
    e.payload AS Payload
