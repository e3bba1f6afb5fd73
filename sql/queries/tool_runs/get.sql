SELECT
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
FROM :"schema".tool_runs AS t
WHERE t.workspace_id = @WorkspaceId
    AND t.tool_run_id = @ToolRunId
