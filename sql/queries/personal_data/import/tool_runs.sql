-- A tool run whose run is not here stands without it.
-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.tool_run_id::uuid AS tool_run_id,
        g.session_id::uuid AS session_id,
        g.created_at::timestamptz AS created_at,
        g.updated_at::timestamptz AS updated_at,
        g.run_id::uuid AS run_id,
        g.turn_number::bigint AS turn_number,
        g.started_at::timestamptz AS started_at,
        g.completed_at::timestamptz AS completed_at,
        g.attempt::integer AS attempt,
        g.user_id,
        g.tool_name,
        g.status,
        g.tool_use_id,
        g.worker,
        g.error_type,
        g.error_message,
        g.input::json AS input,
        g.output::json AS output
    FROM unnest(
        @ToolRunId::text[],
        @SessionId::text[],
        @CreatedAt::text[],
        @UpdatedAt::text[],
        @RunId::text[],
        @TurnNumber::text[],
        @StartedAt::text[],
        @CompletedAt::text[],
        @Attempt::text[],
        @UserId::text[],
        @ToolName::text[],
        @Status::text[],
        @ToolUseId::text[],
        @Worker::text[],
        @ErrorType::text[],
        @ErrorMessage::text[],
        @Input::text[],
        @Output::text[]
    ) WITH ORDINALITY AS g (
        tool_run_id,
        session_id,
        created_at,
        updated_at,
        run_id,
        turn_number,
        started_at,
        completed_at,
        attempt,
        user_id,
        tool_name,
        status,
        tool_use_id,
        worker,
        error_type,
        error_message,
        input,
        output,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal,
        CASE
            WHEN EXISTS (
                SELECT
                FROM :"schema".runs AS p
                WHERE p.workspace_id = @WorkspaceId
                    AND p.run_id = g.run_id
            ) THEN g.run_id
        END AS run_id,
        o.tool_run_id IS NULL AS is_new
    FROM given AS g
    CROSS JOIN LATERAL (
        SELECT s.session_id
        FROM :"schema".sessions AS s
        WHERE s.workspace_id = @WorkspaceId
            AND s.session_id = g.session_id
            AND s.user_id IS NOT DISTINCT FROM g.user_id
        LIMIT 1
    ) AS s
    LEFT JOIN LATERAL (
        SELECT
            o.tool_run_id,
            o.session_id,
            o.user_id
        FROM :"schema".tool_runs AS o
        WHERE o.workspace_id = @WorkspaceId
            AND o.tool_run_id = g.tool_run_id
        LIMIT 1
    ) AS o ON true
    WHERE o.tool_run_id IS NULL
        OR (o.session_id = g.session_id AND o.user_id IS NOT DISTINCT FROM g.user_id)
),
inserted AS (
    INSERT INTO :"schema".tool_runs (
        tool_run_id,
        session_id,
        created_at,
        updated_at,
        run_id,
        turn_number,
        started_at,
        completed_at,
        attempt,
        user_id,
        tool_name,
        status,
        tool_use_id,
        worker,
        error_type,
        error_message,
        input,
        output,
        workspace_id
    )
    SELECT
        g.tool_run_id,
        g.session_id,
        g.created_at,
        g.updated_at,
        a.run_id,
        g.turn_number,
        g.started_at,
        g.completed_at,
        g.attempt,
        g.user_id,
        g.tool_name,
        g.status,
        g.tool_use_id,
        g.worker,
        g.error_type,
        g.error_message,
        g.input,
        g.output,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, tool_run_id) DO NOTHING
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
    ARRAY(
        SELECT g.ordinal
        FROM given AS g
        JOIN accepted AS a ON a.ordinal = g.ordinal
        WHERE a.is_new
            AND ((g.run_id IS NOT NULL AND a.run_id IS NULL))
    ) AS Cut
