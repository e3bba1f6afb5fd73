SELECT
    t.turn_number AS TurnNumber,
    t.version AS Version,
    t.archived_version AS ArchivedVersion,
    t.archived_at AS ArchivedAt,
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
FROM :"schema".archived_turns AS t
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
    AND (t.archived_version, t.turn_number) > (@AfterVersion::bigint, @AfterNumber::bigint)
ORDER BY
    t.archived_version,
    t.turn_number
LIMIT @Limit
