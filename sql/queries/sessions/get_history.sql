-- The latest summary that still applies, and the turns after it in a window that begins with a turn without tool results, as in
-- get_last_turns_whole; it never reaches back beyond the summary.
WITH summary AS MATERIALIZED (
    SELECT
        m.through_turn,
        m.version,
        m.role,
        m.content,
        m.author,
        m.model,
        m.intent,
        m.input_tokens,
        m.output_tokens,
        m.cached_input_tokens,
        m.reasoning_tokens,
        m.cost,
        m.latency_ms,
        m.created_at,
        m.metadata
    FROM :"schema".session_summaries AS m
    WHERE m.workspace_id = @WorkspaceId
        AND m.session_id = @SessionId
        AND m.retired_version IS NULL
    ORDER BY m.version DESC
    LIMIT 1
),
summarized AS (
    SELECT COALESCE(max(m.through_turn), 0) AS turn_number
    FROM summary AS m
),
nth AS (
    SELECT min(w.turn_number) AS turn_number
    FROM (
        SELECT t.turn_number
        FROM :"schema".turns AS t
        WHERE t.workspace_id = @WorkspaceId
            AND t.session_id = @SessionId
            AND t.turn_number > (SELECT z.turn_number FROM summarized AS z)
        ORDER BY t.turn_number DESC
        LIMIT @MaxTurns
    ) AS w
),
first AS (
    SELECT COALESCE(
        (
            SELECT t.turn_number
            FROM :"schema".turns AS t
            WHERE t.workspace_id = @WorkspaceId
                AND t.session_id = @SessionId
                AND t.turn_number > (SELECT z.turn_number FROM summarized AS z)
                AND t.turn_number <= nth.turn_number
                AND NOT t.has_tool_result
            ORDER BY t.turn_number DESC
            LIMIT 1
        ),
        nth.turn_number) AS turn_number
    FROM nth
)
SELECT
    true AS IsSummary,
    t.through_turn AS TurnNumber,
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
FROM summary AS t
UNION ALL
SELECT
    false,
    t.turn_number,
    t.version,
    t.role,
    t.content,
    t.author,
    t.model,
    t.intent,
    t.input_tokens,
    t.output_tokens,
    t.cached_input_tokens,
    t.reasoning_tokens,
    t.cost,
    t.latency_ms,
    t.created_at,
    t.metadata
FROM :"schema".turns AS t
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
    AND t.turn_number >= (SELECT f.turn_number FROM first AS f)
ORDER BY
    IsSummary DESC,
    TurnNumber
