-- Columns of type json are put in as they are. What may stand between their tokens is a line feed; as a space it says the same, and a row
-- stays a line.
SELECT
    t.session_id AS Id,
    t.version AS Version,
    t.turn_count AS TurnCount,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".sessions AS t
CROSS JOIN LATERAL (
    SELECT
        t.session_id,
        t.version,
        t.turn_count,
        t.input_tokens,
        t.output_tokens,
        t.created_at,
        t.updated_at,
        t.active_bucket,
        t.last_turn_at,
        t.closed_at,
        t.parent_session_id,
        t.forked_at_turn,
        t.cost,
        t.user_id,
        t.agent_id,
        t.status,
        t.kind,
        t.phase,
        t.status_reason,
        t.assigned_to,
        t.title,
        t.conversation_key,
        t.slug,
        t.working_directory,
        t.metadata
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
