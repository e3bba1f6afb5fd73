-- The same as append_many for events of which some may be there already: those are passed over.
WITH inserted AS (
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
    SELECT
        e.event_id,
        e.occurred_at,
        e.session_id,
        e.run_id,
        @WorkspaceId,
        @UserId,
        e.category,
        e.type,
        e.tool_name,
        e.payload::json
    FROM unnest(
        @EventIds::uuid[],
        @OccurredAts::timestamptz[],
        @SessionIds::uuid[],
        @RunIds::uuid[],
        @Categories::text[],
        @Types::text[],
        @ToolNames::text[],
        @Payloads::text[]
    ) AS e (
        event_id,
        occurred_at,
        session_id,
        run_id,
        category,
        type,
        tool_name,
        payload
    )
    ON CONFLICT (workspace_id, event_id) DO NOTHING
    RETURNING 1
)
SELECT count(*)::integer AS Count
FROM inserted
