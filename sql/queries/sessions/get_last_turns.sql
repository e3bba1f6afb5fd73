-- Latest first, which is how the index is read; the store turns the page round.
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
ORDER BY t.turn_number DESC
LIMIT @Count
