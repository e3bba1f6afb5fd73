-- Runs, tool runs, preferences and events. Included.

CREATE TEMP TABLE mapped_runs ON COMMIT DROP AS
SELECT
    r.*,
    s.session_id,
    s.user_id,
    pg_temp.agentkit_id(COALESCE(r.id_time, r.created_at), 'run', r.workspace_id, r.source_id) AS run_id
FROM import_runs AS r
JOIN mapped_sessions AS s
    ON s.workspace_id = r.workspace_id
    AND s.source_id = r.session_source_id;

-- What was running is running still, under a lease that is over: whoever looks for abandoned runs finds it, and can take it over.
INSERT INTO :"schema".runs (
    run_id, session_id, input_tokens, output_tokens, fencing_token, created_at, updated_at, parent_run_id, started_at, completed_at,
    heartbeat_at, lease_expires_at, cost, workspace_id, user_id, agent_id, status, agent_type, model, model_alias, provider_session_id,
    lease_owner, error_type, error_message, checkpoint, metadata
)
SELECT
    r.run_id, r.session_id, COALESCE(r.input_tokens, 0), COALESCE(r.output_tokens, 0), CASE WHEN r.status = 'running' THEN 1 ELSE 0 END,
    r.created_at, COALESCE(r.completed_at, r.started_at, r.created_at), p.run_id,
    CASE WHEN r.status <> 'pending' THEN COALESCE(r.started_at, r.created_at) END,
    CASE WHEN r.status IN ('completed', 'failed', 'canceled') THEN COALESCE(r.completed_at, r.started_at, r.created_at) END,
    CASE WHEN r.status = 'running' THEN COALESCE(r.started_at, r.created_at) END,
    CASE WHEN r.status = 'running' THEN COALESCE(r.started_at, r.created_at) END,
    COALESCE(r.cost, 0), r.workspace_id, NULLIF(r.user_id, ''), r.agent_id, r.status, r.agent_type, r.model, r.model_alias,
    r.provider_session_id, CASE WHEN r.status = 'running' THEN 'import' END, r.error_type, r.error_message, r.checkpoint,
    pg_temp.agentkit_object(r.metadata) || jsonb_build_object('source_id', r.source_id)
FROM mapped_runs AS r
LEFT JOIN mapped_runs AS p
    ON p.workspace_id = r.workspace_id
    AND p.source_id = r.parent_source_id
ON CONFLICT (workspace_id, run_id) DO NOTHING;

INSERT INTO :"schema".tool_runs (
    tool_run_id, session_id, created_at, updated_at, run_id, started_at, completed_at, workspace_id, user_id, tool_name, status, tool_use_id,
    error_type, error_message, input, output
)
SELECT
    pg_temp.agentkit_id(t.created_at, 'tool_run', t.workspace_id, t.source_id),
    s.session_id, t.created_at, COALESCE(t.completed_at, t.started_at, t.created_at), r.run_id,
    CASE WHEN t.status <> 'pending' THEN COALESCE(t.started_at, t.created_at) END,
    CASE WHEN t.status IN ('succeeded', 'failed', 'canceled') THEN COALESCE(t.completed_at, t.started_at, t.created_at) END,
    t.workspace_id, NULLIF(s.user_id, ''), t.tool_name, t.status, t.tool_use_id, t.error_type, t.error_message, COALESCE(t.input, '{}'), t.output
FROM import_tool_runs AS t
JOIN mapped_sessions AS s
    ON s.workspace_id = t.workspace_id
    AND s.source_id = t.session_source_id
LEFT JOIN mapped_runs AS r
    ON r.workspace_id = t.workspace_id
    AND r.source_id = t.run_source_id
ON CONFLICT (workspace_id, tool_run_id) DO NOTHING;

INSERT INTO :"schema".preferences (
    created_at, updated_at, workspace_id, user_id, auto_execute_level, locale, time_zone_id, response_style, metadata
)
SELECT
    COALESCE(p.created_at, now()), COALESCE(p.updated_at, p.created_at, now()), p.workspace_id, p.user_id, p.auto_execute_level, p.locale,
    p.time_zone_id, p.response_style, pg_temp.agentkit_object(p.metadata)
FROM import_preferences AS p
ON CONFLICT (workspace_id, user_id) DO NOTHING;

-- An event may be about a session that is gone.
INSERT INTO :"schema".events (
    event_id, occurred_at, session_id, run_id, workspace_id, user_id, category, type, tool_name, payload
)
SELECT
    pg_temp.agentkit_id(e.occurred_at, 'event', e.workspace_id, e.source_id),
    e.occurred_at, s.session_id, r.run_id, e.workspace_id, COALESCE(NULLIF(e.user_id, ''), NULLIF(s.user_id, '')),
    CASE WHEN e.category IN ('hook', 'response', 'phase') THEN e.category ELSE 'hook' END, left(e.type, 200), left(e.tool_name, 200), e.payload
FROM import_events AS e
LEFT JOIN mapped_sessions AS s
    ON s.workspace_id = e.workspace_id
    AND s.source_id = e.session_source_id
LEFT JOIN mapped_runs AS r
    ON r.workspace_id = e.workspace_id
    AND r.source_id = e.run_source_id
ON CONFLICT (workspace_id, event_id) DO NOTHING;
