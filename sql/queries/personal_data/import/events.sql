-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.event_id::uuid AS event_id,
        g.occurred_at::timestamptz AS occurred_at,
        g.session_id::uuid AS session_id,
        g.run_id::uuid AS run_id,
        g.user_id,
        g.category,
        g.type,
        g.tool_name,
        g.payload::json AS payload
    FROM unnest(
        @EventId::text[],
        @OccurredAt::text[],
        @SessionId::text[],
        @RunId::text[],
        @UserId::text[],
        @Category::text[],
        @Type::text[],
        @ToolName::text[],
        @Payload::text[]
    ) WITH ORDINALITY AS g (
        event_id,
        occurred_at,
        session_id,
        run_id,
        user_id,
        category,
        type,
        tool_name,
        payload,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal
    FROM given AS g
    LEFT JOIN LATERAL (
        SELECT
            o.event_id,
            o.session_id,
            o.user_id
        FROM :"schema".events AS o
        WHERE o.workspace_id = @WorkspaceId
            AND o.event_id = g.event_id
        LIMIT 1
    ) AS o ON true
    WHERE o.event_id IS NULL
        OR (o.user_id IS NOT DISTINCT FROM g.user_id AND o.session_id IS NOT DISTINCT FROM g.session_id)
),
inserted AS (
    INSERT INTO :"schema".events (
        event_id,
        occurred_at,
        session_id,
        run_id,
        user_id,
        category,
        type,
        tool_name,
        payload,
        workspace_id
    )
    SELECT
        g.event_id,
        g.occurred_at,
        g.session_id,
        g.run_id,
        g.user_id,
        g.category,
        g.type,
        g.tool_name,
        g.payload,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, event_id) DO NOTHING
    RETURNING 1
)
SELECT
    (SELECT count(*) FROM inserted) AS Inserted,
    (
        SELECT min(g.ordinal)
        FROM given AS g
        LEFT JOIN accepted AS a ON a.ordinal = g.ordinal
        WHERE a.ordinal IS NULL
    ) AS Refused,
    ARRAY[]::bigint[] AS Cut
