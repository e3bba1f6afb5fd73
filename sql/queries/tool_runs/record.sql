-- The same as start, for a tool run that is over.
INSERT INTO :"schema".tool_runs AS t (
    tool_run_id,
    session_id,
    created_at,
    updated_at,
    run_id,
    turn_number,
    started_at,
    completed_at,
    attempt,
    workspace_id,
    user_id,
    tool_name,
    status,
    tool_use_id,
    worker,
    error_type,
    error_message,
    input,
    output
)
SELECT
    @ToolRunId::uuid,
    s.session_id,
    @Now::timestamptz,
    now(),
    @RunId::uuid,
    @TurnNumber::bigint,
    @StartedAt::timestamptz,
    @CompletedAt::timestamptz,
    @Attempt::integer,
    s.workspace_id,
    s.user_id,
    @ToolName::text,
    @Status::text,
    @ToolUseId::text,
    @Worker::text,
    @ErrorType::text,
    @ErrorMessage::text,
    @Input::json,
    @Output::json
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
    AND (@RunId::uuid IS NULL
        OR EXISTS (
            SELECT 1
            FROM :"schema".runs AS r
            WHERE r.workspace_id = @WorkspaceId
                AND r.run_id = @RunId
        ))
ON CONFLICT (workspace_id, tool_run_id) DO NOTHING
RETURNING
    t.tool_run_id AS ToolRunId,
    t.session_id AS SessionId,
    t.user_id AS UserId,
    t.run_id AS RunId,
    t.turn_number AS TurnNumber,
    t.tool_use_id AS ToolUseId,
    t.tool_name AS ToolName,
    t.status AS Status,
    t.attempt AS Attempt,
    t.input AS Input,
    t.output AS Output,
    t.error_type AS ErrorType,
    t.error_message AS ErrorMessage,
    t.worker AS Worker,
    t.created_at AS CreatedAt,
    t.started_at AS StartedAt,
    t.completed_at AS CompletedAt
