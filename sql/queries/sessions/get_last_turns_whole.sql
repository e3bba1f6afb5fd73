-- The window begins at the last turn, at or before the Nth from the end, that holds no tool result: results follow the turn that asked for
-- them without another in between, so no result in the window stands without its call. Latest first, like get_last_turns.
WITH nth AS (
    SELECT min(w.turn_number) AS turn_number
    FROM (
        SELECT t.turn_number
        FROM :"schema".turns AS t
        WHERE t.workspace_id = @WorkspaceId
            AND t.session_id = @SessionId
        ORDER BY t.turn_number DESC
        LIMIT @Count
    ) AS w
),
first AS (
    SELECT COALESCE(
        (
            SELECT t.turn_number
            FROM :"schema".turns AS t
            WHERE t.workspace_id = @WorkspaceId
                AND t.session_id = @SessionId
                AND t.turn_number <= nth.turn_number
                AND NOT t.has_tool_result
            ORDER BY t.turn_number DESC
            LIMIT 1
        ),
        nth.turn_number) AS turn_number
    FROM nth
)
SELECT
    t.turn_number AS TurnNumber,
    t.version AS Version,
    t.role AS Role,
    t.content AS Content,
    t.author AS Author,
    t.model AS Model,
    t.intent AS Intent,
    t.input_tokens AS InputTokens,
    t.output_tokens AS OutputTokens,
    t.cached_input_tokens AS CachedInputTokens,
    t.reasoning_tokens AS ReasoningTokens,
    t.cost AS Cost,
    t.latency_ms AS LatencyMs,
    t.created_at AS CreatedAt,
    t.metadata AS Metadata
FROM :"schema".turns AS t
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
    AND t.turn_number >= (SELECT f.turn_number FROM first AS f)
ORDER BY t.turn_number DESC
