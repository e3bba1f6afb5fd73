-- Starts and records of several tool runs in one statement: what start and record do for each that is new. Those that are not among the rows that it
-- returns were left alone, and are each sent again by itself, which tells why.
--
-- The session is read for its owner, to whom the tool run belongs too, and locked as the foreign key locks it. One that somebody else is deleting is
-- passed over: a group waits for nobody, so that no member waits for another one's session.
WITH seen AS MATERIALIZED (
    SELECT
        s.session_id,
        s.workspace_id,
        s.user_id
    FROM :"schema".sessions AS s
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = ANY (@SessionIds::uuid[])
    FOR KEY SHARE SKIP LOCKED
)
INSERT INTO :"schema".tool_runs AS t (
    tool_run_id,
    session_id,
    created_at,
    updated_at,
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
    m.tool_run_id,
    s.session_id,
    m.created_at,
    now(),
    m.turn_number,
    m.started_at,
    m.completed_at,
    m.attempt,
    s.workspace_id,
    s.user_id,
    m.tool_name,
    m.status,
    m.tool_use_id,
    @Worker::text,
    m.error_type,
    m.error_message,
    m.input::json,
    m.output::json
FROM unnest(
    @ToolRunIds::uuid[],
    @SessionIds::uuid[],
    @CreatedAts::timestamptz[],
    @TurnNumbers::bigint[],
    @StartedAts::timestamptz[],
    @CompletedAts::timestamptz[],
    @Attempts::integer[],
    @ToolNames::text[],
    @Statuses::text[],
    @ToolUseIds::text[],
    @ErrorTypes::text[],
    @ErrorMessages::text[],
    @Inputs::text[],
    @Outputs::text[]
) AS m (
    tool_run_id,
    session_id,
    created_at,
    turn_number,
    started_at,
    completed_at,
    attempt,
    tool_name,
    status,
    tool_use_id,
    error_type,
    error_message,
    input,
    output
)
JOIN seen AS s
    ON s.session_id = m.session_id
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
