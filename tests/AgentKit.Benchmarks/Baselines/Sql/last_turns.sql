SELECT
    turn_number,
    version,
    role,
    content,
    author,
    model,
    intent,
    input_tokens,
    output_tokens,
    cached_input_tokens,
    reasoning_tokens,
    cost,
    latency_ms,
    created_at,
    metadata
FROM raw.turns
WHERE workspace_id = @WorkspaceId
    AND session_id = @SessionId
ORDER BY turn_number DESC
LIMIT @Count
