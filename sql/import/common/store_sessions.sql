-- Sessions with everything that one has: state, the commit that created it, one that brings its turns. Included.

-- Temporary tables have no statistics of their own accord.
ANALYZE import_sessions, import_turns, import_runs, import_tool_runs, import_tasks, import_task_steps, import_events;

CREATE TEMP TABLE mapped_sessions ON COMMIT DROP AS
SELECT
    s.*,
    pg_temp.agentkit_id(s.created_at, 'session', s.workspace_id, s.source_id) AS session_id
FROM import_sessions AS s;

CREATE TEMP TABLE mapped_turns ON COMMIT DROP AS
SELECT
    t.*,
    s.session_id,
    s.user_id,
    row_number() OVER (PARTITION BY s.workspace_id, s.session_id ORDER BY t.position, t.part) AS turn_number,
    EXISTS (
        SELECT
        FROM json_array_elements(t.content) AS b (block)
        WHERE b.block ->> 'type' = 'tool_result'
    ) AS has_tool_result
FROM import_turns AS t
JOIN mapped_sessions AS s
    ON s.workspace_id = t.workspace_id
    AND s.source_id = t.session_source_id;

CREATE TEMP TABLE session_totals ON COMMIT DROP AS
SELECT
    s.workspace_id,
    s.session_id,
    count(t.turn_number) AS turn_count,
    COALESCE(s.input_tokens, sum(t.input_tokens), 0) AS input_tokens,
    COALESCE(s.output_tokens, sum(t.output_tokens), 0) AS output_tokens,
    COALESCE(s.cost, sum(t.cost), 0) AS cost,
    max(t.created_at) AS last_turn_at
FROM mapped_sessions AS s
LEFT JOIN mapped_turns AS t
    ON t.workspace_id = s.workspace_id
    AND t.session_id = s.session_id
GROUP BY s.workspace_id, s.session_id, s.input_tokens, s.output_tokens, s.cost;

INSERT INTO :"schema".agents (
    workspace_id, agent_id, name, description, instructions, model, model_alias, tools, disabled_tools, settings, registered_at, definition_hash
)
SELECT
    a.workspace_id, a.agent_id, a.name, a.description, COALESCE(a.instructions, ''), a.model, a.model_alias, COALESCE(a.tools, '{}'),
    COALESCE(a.disabled_tools, '{}'), COALESCE(a.settings, '{}'), COALESCE(a.registered_at, now()),
    -- The hash of no definition: one that a host declares under this id replaces it.
    'imported'
FROM import_agents AS a
ON CONFLICT (workspace_id, agent_id) DO NOTHING;

-- Only what is not there yet gets turns and commits: a session that goes on in AgentKit is AgentKit's. Another one with the same slug, or with
-- the same conversation open, is an error.
CREATE TEMP TABLE new_sessions (workspace_id text, session_id uuid) ON COMMIT DROP;

WITH inserted AS (
    INSERT INTO :"schema".sessions (
        session_id, version, turn_count, input_tokens, output_tokens, created_at, updated_at, active_bucket, last_turn_at, closed_at, cost,
        workspace_id, user_id, agent_id, status, kind, phase, status_reason, assigned_to, title, conversation_key, slug, working_directory,
        metadata
    )
    SELECT
        s.session_id, 2, n.turn_count, n.input_tokens, n.output_tokens, s.created_at, COALESCE(s.updated_at, s.created_at),
        date_bin('5 minutes', COALESCE(n.last_turn_at, s.created_at), '2000-01-01 00:00Z'), n.last_turn_at,
        CASE WHEN s.status IN ('closed', 'archived') THEN COALESCE(s.closed_at, s.updated_at, s.created_at) END, n.cost,
        s.workspace_id, NULLIF(s.user_id, ''), s.agent_id, s.status, s.kind, s.phase, left(s.status_reason, 500),
        CASE WHEN s.status = 'handed_off' THEN left(s.assigned_to, 500) END, NULLIF(left(s.title, 500), ''),
        NULLIF(left(s.conversation_key, 500), ''), NULLIF(s.slug, ''), NULLIF(s.working_directory, ''),
        pg_temp.agentkit_object(s.metadata) || jsonb_build_object('source_id', s.source_id)
    FROM mapped_sessions AS s
    JOIN session_totals AS n
        ON n.workspace_id = s.workspace_id
        AND n.session_id = s.session_id
    ON CONFLICT (workspace_id, session_id) DO NOTHING
    RETURNING workspace_id, session_id
)
INSERT INTO new_sessions
SELECT i.workspace_id, i.session_id
FROM inserted AS i;

INSERT INTO :"schema".session_state (
    session_id, updated_at, workspace_id, user_id, intents_seen, templates_sent, captured_data, data
)
SELECT
    s.session_id, COALESCE(s.updated_at, s.created_at), s.workspace_id, NULLIF(s.user_id, ''), COALESCE(s.intents_seen, '[]'),
    COALESCE(s.templates_sent, '[]'), pg_temp.agentkit_object(s.captured_data), pg_temp.agentkit_object(s.data)
FROM mapped_sessions AS s
JOIN new_sessions AS n USING (workspace_id, session_id);

-- Version 1 is the creation, whose operation is the id itself. Version 2 is this import.
INSERT INTO :"schema".session_commits (
    session_id, operation_id, version, turn_count, input_tokens, output_tokens, committed_at, last_turn_at, closed_at, cost, workspace_id,
    user_id, agent_id, status, phase, status_reason, assigned_to, title, metadata
)
SELECT
    s.session_id, s.session_id, 1, 0, 0, 0, s.created_at, NULL, NULL, 0, s.workspace_id,
    s.user_id, s.agent_id, 'active', NULL, NULL, NULL, s.title, s.metadata
FROM :"schema".sessions AS s
JOIN new_sessions AS n USING (workspace_id, session_id)
UNION ALL
SELECT
    s.session_id, pg_temp.agentkit_id(s.created_at, 'import', s.workspace_id, s.session_id || ' turns'), 2, s.turn_count, s.input_tokens,
    s.output_tokens, s.updated_at, s.last_turn_at, s.closed_at, s.cost, s.workspace_id,
    s.user_id, s.agent_id, s.status, s.phase, s.status_reason, s.assigned_to, s.title, NULL
FROM :"schema".sessions AS s
JOIN new_sessions AS n USING (workspace_id, session_id);

INSERT INTO :"schema".turns (
    session_id, turn_number, version, created_at, input_tokens, output_tokens, has_tool_result, latency_ms, cost, workspace_id, user_id, role,
    author, model, intent, metadata, content
)
SELECT
    t.session_id, t.turn_number, 2, t.created_at, COALESCE(t.input_tokens, 0), COALESCE(t.output_tokens, 0), t.has_tool_result, t.latency_ms,
    COALESCE(t.cost, 0), t.workspace_id, NULLIF(t.user_id, ''), t.role, left(t.author, 200), left(t.model, 200), t.intent, t.metadata, t.content
FROM mapped_turns AS t
JOIN new_sessions AS n USING (workspace_id, session_id);
