-- Task and steps in one statement. The id is the operation: sent again, it finds itself and inserts nothing. A task in a session belongs to
-- the session's owner. If the first step requires an approval, it and the task wait for it at once.
WITH owner AS (
    SELECT s.user_id
    FROM :"schema".sessions AS s
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = @SessionId
    UNION ALL
    SELECT @UserId::text
    WHERE @SessionId::uuid IS NULL
),
created AS (
    INSERT INTO :"schema".tasks (
        task_id,
        created_at,
        updated_at,
        session_id,
        run_id,
        due_at,
        priority,
        workspace_id,
        user_id,
        status,
        title,
        tool_name,
        description,
        input,
        metadata
    )
    SELECT
        @TaskId::uuid,
        @Now::timestamptz,
        now(),
        @SessionId::uuid,
        @RunId::uuid,
        @DueAt::timestamptz,
        @Priority::integer,
        @WorkspaceId::text,
        o.user_id,
        CASE WHEN (@RequireApprovals::boolean[])[1] THEN 'waiting_approval' ELSE 'pending' END,
        @Title::text,
        (@ToolNames::text[])[1],
        @Description::text,
        @Input::json,
        @Metadata::jsonb
    FROM owner AS o
    WHERE @RunId::uuid IS NULL
        OR EXISTS (
            SELECT 1
            FROM :"schema".runs AS r
            WHERE r.workspace_id = @WorkspaceId
                AND r.run_id = @RunId
        )
    ON CONFLICT (workspace_id, task_id) DO NOTHING
    RETURNING
        task_id,
        workspace_id,
        user_id
),
stepped AS (
    INSERT INTO :"schema".task_steps (
        task_id,
        waiting_since,
        step_number,
        requires_approval,
        workspace_id,
        user_id,
        status,
        title,
        tool_name,
        input
    )
    SELECT
        c.task_id,
        CASE WHEN n.step_number = 1 AND n.requires_approval THEN @Now::timestamptz END,
        n.step_number,
        n.requires_approval,
        c.workspace_id,
        c.user_id,
        CASE WHEN n.step_number = 1 AND n.requires_approval THEN 'waiting_approval' ELSE 'pending' END,
        n.title,
        n.tool_name,
        n.input::json
    FROM created AS c
    CROSS JOIN unnest(
        @Titles::text[],
        @RequireApprovals::boolean[],
        @ToolNames::text[],
        @Inputs::text[]
    ) WITH ORDINALITY AS n (
        title,
        requires_approval,
        tool_name,
        input,
        step_number
    )
)
SELECT c.task_id
FROM created AS c
