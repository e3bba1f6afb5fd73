-- As they were at the version that the row of the session had: one that was retired since still applied.
SELECT
    t.version AS Number,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".session_summaries AS t
CROSS JOIN LATERAL (
    SELECT
        t.session_id,
        t.version,
        t.through_turn,
        t.created_at,
        CASE WHEN t.retired_version <= @Version THEN t.retired_version END AS retired_version,
        t.input_tokens,
        t.output_tokens,
        t.cached_input_tokens,
        t.reasoning_tokens,
        t.latency_ms,
        t.cost,
        t.user_id,
        t.role,
        t.author,
        t.model,
        t.intent,
        t.metadata,
        t.content
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
    AND t.version > @AfterNumber
    AND t.version <= @Version
ORDER BY t.version
LIMIT @Limit
