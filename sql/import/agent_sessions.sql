-- From session tables with optimistic locking (Supabase: agent_sessions, agent_turns, agent_session_state).
--
--   psql -X -v source=public -v agent=support -f sql/import/agent_sessions.sql
--
-- Assumed columns, in the schema :"source":
--   agent_sessions       id, workspace_id, user_id, agent_id, conversation_id, status, phase, version, metadata jsonb, created_at, updated_at,
--                        closed_at
--   agent_turns          id, session_id, workspace_id, turn_number, role, content jsonb (blocks or a text), tool_calls jsonb
--                        ([{id, name, input, result, error}], or in the shape of OpenAI), intent jsonb ({intent, confidence, alternatives}), model, tokens_input,
--                        tokens_output, latency_ms, created_at
--   agent_session_state  session_id, workspace_id, intents_seen jsonb, templates_sent jsonb, captured_data jsonb, data jsonb
-- To adapt: change the names and expressions below; a column that the source does not have is left out, on both sides. Ids may be of any type.
-- Repeatable: what is there stays as it is. One transaction, as the owner of AgentKit's tables or a superuser, who may read the source. It
-- verifies itself before it commits. See README.md beside it for what is not carried over.
\set ON_ERROR_STOP on
\ir common/begin.sql

INSERT INTO import_sessions (
    workspace_id, source_id, user_id, agent_id, status, phase, conversation_key, created_at, updated_at, closed_at, metadata, intents_seen,
    templates_sent, captured_data, data
)
SELECT
    s.workspace_id::text,
    s.id::text,
    s.user_id::text,
    COALESCE(pg_temp.agentkit_agent_id(s.agent_id::text), :'agent'),
    CASE
        WHEN s.status IN ('closed', 'completed', 'ended') THEN 'closed'
        WHEN s.status IN ('handed_off', 'handoff', 'escalated') THEN 'handed_off'
        WHEN s.status IN ('paused', 'archived') THEN s.status
        ELSE 'active'
    END,
    s.phase,
    s.conversation_id::text,
    s.created_at,
    s.updated_at,
    s.closed_at,
    -- The version here begins anew; that of the source is kept for whoever looks.
    pg_temp.agentkit_object(s.metadata) || jsonb_build_object('source_version', s.version)
        || CASE
            WHEN s.agent_id::text <> pg_temp.agentkit_agent_id(s.agent_id::text) THEN jsonb_build_object('source_agent_id', s.agent_id)
            ELSE '{}'
        END,
    pg_temp.agentkit_names(st.intents_seen, 'seen_at'),
    pg_temp.agentkit_names(st.templates_sent, 'sent_at'),
    st.captured_data,
    st.data
FROM :"source".agent_sessions AS s
LEFT JOIN :"source".agent_session_state AS st
    ON st.session_id = s.id;

-- A turn with tool calls becomes what providers expect: the calls, their results, and then the text. The usage stands with the first of them.
INSERT INTO import_turns (
    workspace_id, session_source_id, position, part, role, model, content, intent, metadata, created_at, input_tokens, output_tokens, latency_ms
)
SELECT
    t.workspace_id::text,
    t.session_id::text,
    t.turn_number,
    p.part,
    CASE
        WHEN p.part = 2 THEN 'tool'
        WHEN p.part = 1 THEN 'assistant'
        -- An answer of a tool that names no call cannot be a turn of the tool's: a model would be shown a result that nothing asked for.
        WHEN t.role = 'tool' AND NOT c.blocks @> '[{"type": "tool_result"}]' THEN 'system'
        ELSE t.role
    END,
    CASE WHEN p.part <> 2 THEN t.model END,
    p.content,
    CASE WHEN p.part = 3 THEN pg_temp.agentkit_intent(t.intent) END,
    json_build_object('source_id', t.id, 'source_number', t.turn_number),
    t.created_at,
    CASE WHEN p.is_first THEN COALESCE(t.tokens_input, 0) ELSE 0 END,
    CASE WHEN p.is_first THEN COALESCE(t.tokens_output, 0) ELSE 0 END,
    CASE WHEN p.is_first THEN t.latency_ms END
FROM :"source".agent_turns AS t
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN jsonb_typeof(t.tool_calls) = 'array' AND t.tool_calls <> '[]' THEN t.tool_calls END AS calls,
        pg_temp.agentkit_blocks(t.content) AS blocks
) AS c
CROSS JOIN LATERAL (
    SELECT 1 AS part, pg_temp.agentkit_calls(c.calls, t.id::text, results => false) AS content, true AS is_first
    WHERE c.calls IS NOT NULL
    UNION ALL
    SELECT 2, r.content, false
    FROM (SELECT pg_temp.agentkit_calls(c.calls, t.id::text, results => true) AS content) AS r
    WHERE r.content IS NOT NULL
    UNION ALL
    SELECT
        3,
        CASE WHEN c.blocks = '[]' THEN '[{"type":"text","text":""}]'::json ELSE c.blocks::json END,
        c.calls IS NULL
    WHERE c.calls IS NULL OR c.blocks <> '[]'
) AS p;

\ir common/finish.sql
