-- Whoever comes first completes it. One that is called off before it began has no start; any other end of a pending one is its start too.
-- Clocks of different machines may disagree: the end is never before the start.
UPDATE :"schema".tool_runs AS t
SET
    status = @Status,
    started_at = CASE WHEN @Status = 'canceled' THEN t.started_at ELSE COALESCE(t.started_at, @Now) END,
    completed_at = GREATEST(t.started_at, @Now),
    output = @Output::json,
    error_type = @ErrorType,
    error_message = @ErrorMessage,
    updated_at = now()
WHERE t.workspace_id = @WorkspaceId
    AND t.tool_run_id = @ToolRunId
    AND t.status IN ('pending', 'running')
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
