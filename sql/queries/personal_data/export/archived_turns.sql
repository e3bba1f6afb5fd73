-- Up to the version that the row of the session had.
SELECT
    t.archived_version AS Number,
    t.turn_number AS Second,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".archived_turns AS t
CROSS JOIN LATERAL (
    SELECT
        t.session_id,
        t.turn_number,
        t.version,
        t.archived_version,
        t.created_at,
        t.archived_at,
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
    AND (t.archived_version, t.turn_number) > (@AfterNumber::bigint, @AfterSecond::bigint)
    AND t.archived_version <= @Version
ORDER BY
    t.archived_version,
    t.turn_number
LIMIT @Limit
