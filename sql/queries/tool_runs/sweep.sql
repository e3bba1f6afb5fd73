-- Rows that another sweep or a completion holds are skipped, so several sweeps share the work. The message carries the id of the sweep: sent
-- again after a lost connection, it finds what it has marked already, first, and returns that too.
-- No index helps to find what runs, on purpose: it would slow every completion down. Reading a million tool runs took 3.8 s, those of a day
-- by the primary key (35,000) 0.1 s.
WITH stale AS (
    SELECT t.tool_run_id
    FROM :"schema".tool_runs AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.tool_run_id >= @FromId
        AND ((t.status = 'running' AND t.started_at < @Before)
            OR (t.status = 'failed' AND t.error_type = @ErrorType AND t.error_message = @ErrorMessage))
    ORDER BY
        t.status,
        t.tool_run_id
    LIMIT @Limit
    FOR UPDATE SKIP LOCKED
)
UPDATE :"schema".tool_runs AS t
SET
    status = 'failed',
    completed_at = GREATEST(t.started_at, @Now),
    error_type = @ErrorType,
    error_message = @ErrorMessage,
    updated_at = now()
FROM stale AS st
WHERE t.workspace_id = @WorkspaceId
    AND t.tool_run_id = st.tool_run_id
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
