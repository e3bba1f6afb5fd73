-- A task whose session or run is not here stands without it.
-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.task_id::uuid AS task_id,
        g.fencing_token::bigint AS fencing_token,
        g.created_at::timestamptz AS created_at,
        g.updated_at::timestamptz AS updated_at,
        g.session_id::uuid AS session_id,
        g.run_id::uuid AS run_id,
        g.claim_id::uuid AS claim_id,
        g.sweep_id::uuid AS sweep_id,
        g.due_at::timestamptz AS due_at,
        g.started_at::timestamptz AS started_at,
        g.completed_at::timestamptz AS completed_at,
        g.lease_expires_at::timestamptz AS lease_expires_at,
        g.priority::integer AS priority,
        g.user_id,
        g.status,
        g.title,
        g.lease_owner,
        g.tool_name,
        g.description,
        g.status_reason,
        g.input::json AS input,
        g.metadata::jsonb AS metadata
    FROM unnest(
        @TaskId::text[],
        @FencingToken::text[],
        @CreatedAt::text[],
        @UpdatedAt::text[],
        @SessionId::text[],
        @RunId::text[],
        @ClaimId::text[],
        @SweepId::text[],
        @DueAt::text[],
        @StartedAt::text[],
        @CompletedAt::text[],
        @LeaseExpiresAt::text[],
        @Priority::text[],
        @UserId::text[],
        @Status::text[],
        @Title::text[],
        @LeaseOwner::text[],
        @ToolName::text[],
        @Description::text[],
        @StatusReason::text[],
        @Input::text[],
        @Metadata::text[]
    ) WITH ORDINALITY AS g (
        task_id,
        fencing_token,
        created_at,
        updated_at,
        session_id,
        run_id,
        claim_id,
        sweep_id,
        due_at,
        started_at,
        completed_at,
        lease_expires_at,
        priority,
        user_id,
        status,
        title,
        lease_owner,
        tool_name,
        description,
        status_reason,
        input,
        metadata,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal,
        CASE
            WHEN EXISTS (
                SELECT
                FROM :"schema".sessions AS p
                WHERE p.workspace_id = @WorkspaceId
                    AND p.session_id = g.session_id
            ) THEN g.session_id
        END AS session_id,
        CASE
            WHEN EXISTS (
                SELECT
                FROM :"schema".runs AS p
                WHERE p.workspace_id = @WorkspaceId
                    AND p.run_id = g.run_id
            ) THEN g.run_id
        END AS run_id,
        o.task_id IS NULL AS is_new
    FROM given AS g
    LEFT JOIN LATERAL (
        SELECT
            o.task_id,
            o.user_id,
            o.created_at
        FROM :"schema".tasks AS o
        WHERE o.workspace_id = @WorkspaceId
            AND o.task_id = g.task_id
        LIMIT 1
    ) AS o ON true
    WHERE o.task_id IS NULL
        OR (o.user_id IS NOT DISTINCT FROM g.user_id AND o.created_at = g.created_at)
),
inserted AS (
    INSERT INTO :"schema".tasks (
        task_id,
        fencing_token,
        created_at,
        updated_at,
        session_id,
        run_id,
        claim_id,
        sweep_id,
        due_at,
        started_at,
        completed_at,
        lease_expires_at,
        priority,
        user_id,
        status,
        title,
        lease_owner,
        tool_name,
        description,
        status_reason,
        input,
        metadata,
        workspace_id
    )
    SELECT
        g.task_id,
        g.fencing_token,
        g.created_at,
        g.updated_at,
        a.session_id,
        a.run_id,
        g.claim_id,
        g.sweep_id,
        g.due_at,
        g.started_at,
        g.completed_at,
        g.lease_expires_at,
        g.priority,
        g.user_id,
        g.status,
        g.title,
        g.lease_owner,
        g.tool_name,
        g.description,
        g.status_reason,
        g.input,
        g.metadata,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, task_id) DO NOTHING
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
            AND ((g.session_id IS NOT NULL AND a.session_id IS NULL) OR (g.run_id IS NOT NULL AND a.run_id IS NULL))
    ) AS Cut
