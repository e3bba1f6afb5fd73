-- Ends of several tool runs in one statement: what complete does for each that is still open. Those that are not among the rows that it returns were
-- left alone, and are each sent again by itself, which tells why.
--
-- One that somebody else has locked is left alone, too: a group waits for nobody, so that no member waits for the lock of another one's tool run, and
-- groups of several processes cannot lock each other out.
WITH free AS MATERIALIZED (
    SELECT k.tool_run_id
    FROM :"schema".tool_runs AS k
    WHERE k.workspace_id = @WorkspaceId
        AND k.tool_run_id = ANY (@ToolRunIds::uuid[])
        AND k.status IN ('pending', 'running')
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE :"schema".tool_runs AS t
SET
    status = m.status,
    started_at = CASE WHEN m.status = 'canceled' THEN t.started_at ELSE COALESCE(t.started_at, m.completed_at) END,
    completed_at = GREATEST(t.started_at, m.completed_at),
    output = m.output::json,
    error_type = m.error_type,
    error_message = m.error_message,
    updated_at = now()
FROM unnest(
    @ToolRunIds::uuid[],
    @Statuses::text[],
    @CompletedAts::timestamptz[],
    @Outputs::text[],
    @ErrorTypes::text[],
    @ErrorMessages::text[]
) AS m (
    tool_run_id,
    status,
    completed_at,
    output,
    error_type,
    error_message
)
JOIN free AS f
    ON f.tool_run_id = m.tool_run_id
WHERE t.workspace_id = @WorkspaceId
    AND t.tool_run_id = m.tool_run_id
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
