-- Stores a summary with the commit that this very transaction has just applied, which is what the time of its log row says: an operation that
-- is sent again stores nothing.
--
-- It may not end between a tool call and its result. Results follow the turn that asked for them without another in between, so what counts
-- are the turns from the last one without results on: every call among them must be answered by then, and the next turn hold no results.
-- Where it is not so, the turn becomes 0, which a constraint refuses and with it the commit.
WITH edge AS (
    SELECT COALESCE(max(t.turn_number), 1) AS turn_number
    FROM :"schema".turns AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = @SessionId
        AND t.turn_number <= @ThroughTurn
        AND NOT t.has_tool_result
),
blocks AS MATERIALIZED (
    SELECT
        b.block ->> 'type' AS type,
        b.block ->> 'id' AS id,
        b.block ->> 'tool_use_id' AS tool_use_id
    FROM :"schema".turns AS t
    CROSS JOIN json_array_elements(:"schema".readable_blocks(t.content)) AS b (block)
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = @SessionId
        AND t.turn_number >= (SELECT e.turn_number FROM edge AS e)
        AND t.turn_number <= @ThroughTurn
        AND json_typeof(b.block) = 'object'
),
open_calls AS (
    SELECT count(*) AS number
    FROM blocks AS call
    WHERE call.type = 'tool_use'
        AND NOT EXISTS (
            SELECT
            FROM blocks AS result
            WHERE result.type = 'tool_result'
                AND result.tool_use_id = call.id
        )
),
next_results AS (
    SELECT count(*) AS number
    FROM :"schema".turns AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = @SessionId
        AND t.turn_number = @ThroughTurn + 1
        AND t.has_tool_result
)
INSERT INTO :"schema".session_summaries (
    session_id,
    version,
    through_turn,
    created_at,
    input_tokens,
    output_tokens,
    cached_input_tokens,
    reasoning_tokens,
    latency_ms,
    cost,
    workspace_id,
    user_id,
    role,
    author,
    model,
    intent,
    metadata,
    content
)
SELECT
    c.session_id,
    c.version,
    CASE WHEN open_calls.number + next_results.number > 0 THEN 0 ELSE @ThroughTurn END,
    t.created_at,
    COALESCE(t.input_tokens, 0),
    COALESCE(t.output_tokens, 0),
    COALESCE(t.cached_input_tokens, 0),
    COALESCE(t.reasoning_tokens, 0),
    t.latency_ms,
    COALESCE(t.cost, 0),
    c.workspace_id,
    c.user_id,
    t.role,
    t.author,
    t.model,
    t.intent::json,
    t.metadata::json,
    t.content::json
FROM :"schema".session_commits AS c
CROSS JOIN open_calls
CROSS JOIN next_results
CROSS JOIN unnest(
    @Roles::text[],
    @Contents::text[],
    @CreatedAts::timestamptz[],
    @TurnInputTokens::bigint[],
    @TurnOutputTokens::bigint[],
    @TurnCachedInputTokens::bigint[],
    @TurnReasoningTokens::bigint[],
    @TurnCosts::numeric[],
    @HasToolResults::boolean[],
    @LatenciesMs::bigint[],
    @Authors::text[],
    @Models::text[],
    @Intents::text[],
    @TurnMetadatas::text[]
) AS t (
    role,
    content,
    created_at,
    input_tokens,
    output_tokens,
    cached_input_tokens,
    reasoning_tokens,
    cost,
    has_tool_result,
    latency_ms,
    author,
    model,
    intent,
    metadata
)
WHERE c.workspace_id = @WorkspaceId
    AND c.session_id = @SessionId
    AND c.operation_id = @OperationId
    AND c.version = @ExpectedVersion + 1
    AND c.turn_count >= @ThroughTurn
    AND c.committed_at = now()
RETURNING version
