-- From a registry and session manager for one tenant (agents, sessions, session_states, turns).
--
--   psql -X -v source=public -v workspace=acme -f sql/import/session_manager.sql
--
-- Assumed columns, in the schema :"source":
--   agents          id, name, description, instructions, model, tools jsonb (["a", "b"]), created_at
--   sessions        id, agent_id, user_id, conversation_key, status (active, paused, handed_off, closed), version, handoff_reason,
--                   handed_off_to, metadata jsonb, created_at, updated_at, closed_at
--   session_states  session_id, intents_seen jsonb, templates_sent jsonb, captured_data jsonb
--   turns           session_id, number, role, content text, tokens, model, created_at
-- To adapt: change the names and expressions below; a column that the source does not have is left out, on both sides. Ids may be of any type.
-- Everything comes into the workspace :'workspace'. Repeatable: what is there stays as it is. One transaction, as the owner of AgentKit's
-- tables or a superuser, who may read the source. It verifies itself before it commits. See README.md beside it for what is not carried over.
\set ON_ERROR_STOP on
\ir common/begin.sql

INSERT INTO import_agents (workspace_id, agent_id, name, description, instructions, model, tools, registered_at)
SELECT
    :'workspace',
    pg_temp.agentkit_agent_id(a.id::text),
    a.name,
    a.description,
    a.instructions,
    a.model,
    ARRAY(SELECT jsonb_array_elements_text(CASE WHEN jsonb_typeof(a.tools) = 'array' THEN a.tools ELSE '[]' END)),
    a.created_at
FROM :"source".agents AS a;

INSERT INTO import_sessions (
    workspace_id, source_id, user_id, agent_id, status, status_reason, assigned_to, conversation_key, created_at, updated_at, closed_at,
    metadata, intents_seen, templates_sent, captured_data
)
SELECT
    :'workspace',
    s.id::text,
    s.user_id::text,
    COALESCE(pg_temp.agentkit_agent_id(s.agent_id::text), :'agent'),
    CASE WHEN s.status IN ('paused', 'handed_off', 'closed', 'archived') THEN s.status ELSE 'active' END,
    CASE WHEN s.status = 'handed_off' THEN s.handoff_reason END,
    s.handed_off_to::text,
    s.conversation_key,
    s.created_at,
    s.updated_at,
    s.closed_at,
    -- The version here begins anew; that of the source is kept for whoever looks.
    pg_temp.agentkit_object(s.metadata) || jsonb_build_object('source_version', s.version),
    pg_temp.agentkit_names(st.intents_seen, 'seen_at'),
    pg_temp.agentkit_names(st.templates_sent, 'sent_at'),
    st.captured_data
FROM :"source".sessions AS s
LEFT JOIN :"source".session_states AS st
    ON st.session_id = s.id;

-- One number of tokens for a turn: what the model produced for the assistant, what was sent to it for all others.
INSERT INTO import_turns (
    workspace_id, session_source_id, position, role, model, content, created_at, input_tokens, output_tokens
)
SELECT
    :'workspace',
    t.session_id::text,
    t.number,
    t.role,
    t.model,
    json_build_array(json_build_object('type', 'text', 'text', COALESCE(t.content, ''))),
    t.created_at,
    CASE WHEN t.role = 'assistant' THEN 0 ELSE COALESCE(t.tokens, 0) END,
    CASE WHEN t.role = 'assistant' THEN COALESCE(t.tokens, 0) ELSE 0 END
FROM :"source".turns AS t;

\ir common/finish.sql
