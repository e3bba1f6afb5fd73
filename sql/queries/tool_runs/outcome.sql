-- How things stand after a start or a record: a row if the scope sees the session, with the tool run in it if the scope sees that one.
SELECT
    t.tool_run_id IS NOT NULL AS IsFound,
    @RunId::uuid IS NULL
        OR EXISTS (
            SELECT 1
            FROM :"schema".runs AS r
            WHERE r.workspace_id = @WorkspaceId
                AND r.run_id = @RunId
        ) AS IsRunFound,
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
FROM :"schema".sessions AS s
LEFT JOIN :"schema".tool_runs AS t
    ON t.workspace_id = @WorkspaceId
    AND t.tool_run_id = @ToolRunId
    AND t.session_id = s.session_id
    AND t.tool_name = @ToolName
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
