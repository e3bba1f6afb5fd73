-- Up to the count that the row of the session had: what is said while the export goes on is not in it.
SELECT
    t.turn_number AS Number,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".turns AS t
CROSS JOIN LATERAL (
    SELECT
        t.session_id,
        t.turn_number,
        t.version,
        t.created_at,
        t.input_tokens,
        t.output_tokens,
        t.cached_input_tokens,
        t.reasoning_tokens,
        t.has_tool_result,
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
    AND t.turn_number > @AfterNumber
    AND t.turn_number <= @TurnCount
ORDER BY t.turn_number
LIMIT @Limit
