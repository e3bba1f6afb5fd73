-- Up to the version that the row of the session had: what is committed while the export goes on is not in it.
SELECT
    t.version AS Number,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".session_commits AS t
CROSS JOIN LATERAL (
    SELECT
        t.session_id,
        t.operation_id,
        t.version,
        t.turn_count,
        t.input_tokens,
        t.output_tokens,
        t.committed_at,
        t.last_turn_at,
        t.closed_at,
        t.run_id,
        t.cost,
        t.user_id,
        t.agent_id,
        t.status,
        t.phase,
        t.status_reason,
        t.assigned_to,
        t.title,
        t.metadata
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
    AND t.version > @AfterNumber
    AND t.version <= @Version
ORDER BY t.version
LIMIT @Limit
