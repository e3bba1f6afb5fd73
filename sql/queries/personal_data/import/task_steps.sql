-- Only into the task of the same person.
-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.task_id::uuid AS task_id,
        g.fencing_token::bigint AS fencing_token,
        g.updated_at::timestamptz AS updated_at,
        g.decision_id::uuid AS decision_id,
        g.waiting_since::timestamptz AS waiting_since,
        g.started_at::timestamptz AS started_at,
        g.completed_at::timestamptz AS completed_at,
        g.decided_at::timestamptz AS decided_at,
        g.step_number::integer AS step_number,
        g.attempt::integer AS attempt,
        g.requires_approval::boolean AS requires_approval,
        g.approved::boolean AS approved,
        g.user_id,
        g.status,
        g.title,
        g.tool_name,
        g.decided_by,
        g.decision_comment,
        g.status_reason,
        g.input::json AS input,
        g.output::json AS output,
        g.earlier_decisions::jsonb AS earlier_decisions
    FROM unnest(
        @TaskId::text[],
        @FencingToken::text[],
        @UpdatedAt::text[],
        @DecisionId::text[],
        @WaitingSince::text[],
        @StartedAt::text[],
        @CompletedAt::text[],
        @DecidedAt::text[],
        @StepNumber::text[],
        @Attempt::text[],
        @RequiresApproval::text[],
        @Approved::text[],
        @UserId::text[],
        @Status::text[],
        @Title::text[],
        @ToolName::text[],
        @DecidedBy::text[],
        @DecisionComment::text[],
        @StatusReason::text[],
        @Input::text[],
        @Output::text[],
        @EarlierDecisions::text[]
    ) WITH ORDINALITY AS g (
        task_id,
        fencing_token,
        updated_at,
        decision_id,
        waiting_since,
        started_at,
        completed_at,
        decided_at,
        step_number,
        attempt,
        requires_approval,
        approved,
        user_id,
        status,
        title,
        tool_name,
        decided_by,
        decision_comment,
        status_reason,
        input,
        output,
        earlier_decisions,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal
    FROM given AS g
    CROSS JOIN LATERAL (
        SELECT k.task_id
        FROM :"schema".tasks AS k
        WHERE k.workspace_id = @WorkspaceId
            AND k.task_id = g.task_id
            AND k.user_id IS NOT DISTINCT FROM g.user_id
        LIMIT 1
    ) AS k
),
inserted AS (
    INSERT INTO :"schema".task_steps (
        task_id,
        fencing_token,
        updated_at,
        decision_id,
        waiting_since,
        started_at,
        completed_at,
        decided_at,
        step_number,
        attempt,
        requires_approval,
        approved,
        user_id,
        status,
        title,
        tool_name,
        decided_by,
        decision_comment,
        status_reason,
        input,
        output,
        earlier_decisions,
        workspace_id
    )
    SELECT
        g.task_id,
        g.fencing_token,
        g.updated_at,
        g.decision_id,
        g.waiting_since,
        g.started_at,
        g.completed_at,
        g.decided_at,
        g.step_number,
        g.attempt,
        g.requires_approval,
        g.approved,
        g.user_id,
        g.status,
        g.title,
        g.tool_name,
        g.decided_by,
        g.decision_comment,
        g.status_reason,
        g.input,
        g.output,
        g.earlier_decisions,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, task_id, step_number) DO NOTHING
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
