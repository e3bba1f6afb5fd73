-- json_null names the columns that hold the null of JSON: in the line it looks like a column without a value.
SELECT
    t.run_id AS Id,
    convert_to(replace(row_to_json(r)::text, E'\n', ' '), 'UTF8') AS Line
FROM :"schema".runs AS t
CROSS JOIN LATERAL (
    SELECT
        t.run_id,
        t.session_id,
        t.input_tokens,
        t.output_tokens,
        t.fencing_token,
        t.created_at,
        t.updated_at,
        t.lease_duration,
        t.parent_run_id,
        t.claim_id,
        t.token_limit,
        t.started_at,
        t.completed_at,
        t.heartbeat_at,
        t.lease_expires_at,
        t.cost,
        t.cost_limit,
        t.user_id,
        t.agent_id,
        t.status,
        t.agent_type,
        t.model,
        t.model_alias,
        t.provider_session_id,
        t.lease_owner,
        t.error_type,
        t.error_message,
        t.checkpoint,
        t.metadata,
        CASE WHEN json_typeof(t.checkpoint) = 'null' THEN ARRAY['checkpoint'] END AS json_null
) AS r
WHERE t.workspace_id = @WorkspaceId
    AND t.session_id = @SessionId
    AND t.run_id > @AfterId
ORDER BY t.run_id
LIMIT @Limit
