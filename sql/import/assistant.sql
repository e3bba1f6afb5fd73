-- From an assistant with approvals (ai_sessions, ai_messages, ai_tool_runs, ai_tasks, ai_task_steps, ai_user_preferences).
--
--   psql -X -v source=public -v agent=assistant -f sql/import/assistant.sql
--
-- Assumed columns, in the schema :"source":
--   ai_sessions          id, workspace_id, user_id, title, status (active, archived), last_message_at, metadata jsonb, created_at, updated_at
--   ai_messages          id, session_id, role, content text, tool_name, tool_input jsonb, tool_output jsonb, tokens_input, tokens_output,
--                        latency_ms, created_at
--   ai_tool_runs         id, session_id, tool_name, status (pending, running, succeeded, failed, canceled), input jsonb, output jsonb, error,
--                        created_at, started_at, completed_at
--   ai_tasks             id, workspace_id, user_id, session_id, title, description, status, priority integer, created_at, updated_at,
--                        completed_at
--   ai_task_steps        id, task_id, step_order, title, tool_name, input jsonb, output jsonb, status, requires_approval, approved_by,
--                        approved_at, started_at, completed_at
--   ai_user_preferences  workspace_id, user_id, locale, response_style, auto_execute_level (suggest_only, confirm, auto_low_risk),
--                        metadata jsonb, created_at, updated_at
-- To adapt: change the names and expressions below; a column that the source does not have is left out, on both sides. Ids may be of any type.
-- Sessions get the agent :'agent'. Repeatable: what is there stays as it is. One transaction, as the owner of AgentKit's tables or a
-- superuser, who may read the source. It verifies itself before it commits. See README.md beside it for what is not carried over.
\set ON_ERROR_STOP on
\ir common/begin.sql

INSERT INTO import_sessions (workspace_id, source_id, user_id, agent_id, status, title, created_at, updated_at, metadata)
SELECT
    s.workspace_id::text,
    s.id::text,
    s.user_id::text,
    :'agent',
    CASE WHEN s.status = 'archived' THEN 'archived' ELSE 'active' END,
    s.title,
    s.created_at,
    GREATEST(s.updated_at, s.last_message_at),
    s.metadata
FROM :"source".ai_sessions AS s;

-- A message of a tool has the call and its result in one row: it becomes two turns, the assistant's call and the answer to it. Messages are in
-- the order of their times; those of one time in that of their ids.
WITH numbered AS (
    SELECT
        s.workspace_id::text AS workspace_id,
        row_number() OVER (PARTITION BY m.session_id ORDER BY m.created_at, m.id) AS position,
        m.*
    FROM :"source".ai_messages AS m
    JOIN :"source".ai_sessions AS s
        ON s.id = m.session_id
)
INSERT INTO import_turns (
    workspace_id, session_source_id, position, part, role, author, content, metadata, created_at, input_tokens, output_tokens, latency_ms
)
SELECT
    m.workspace_id,
    m.session_id::text,
    m.position,
    p.part,
    p.role,
    CASE WHEN p.role = 'tool' THEN m.tool_name END,
    p.content,
    json_build_object('source_id', m.id),
    m.created_at,
    CASE WHEN p.part = 1 THEN COALESCE(m.tokens_input, 0) ELSE 0 END,
    CASE WHEN p.part = 1 THEN COALESCE(m.tokens_output, 0) ELSE 0 END,
    CASE WHEN p.part = 1 THEN m.latency_ms END
FROM numbered AS m
CROSS JOIN LATERAL (
    SELECT
        1 AS part,
        'assistant' AS role,
        json_build_array(json_build_object(
            'type', 'tool_use', 'id', m.id::text, 'name', COALESCE(NULLIF(m.tool_name, ''), 'unknown'),
            'input', COALESCE(m.tool_input, '{}'))) AS content
    WHERE m.role = 'tool'
    UNION ALL
    SELECT
        2,
        'tool',
        json_build_array(json_build_object(
            'type', 'tool_result', 'tool_use_id', m.id::text, 'content', COALESCE(m.tool_output, to_jsonb(m.content), '""')))
    WHERE m.role = 'tool'
    UNION ALL
    SELECT
        1,
        m.role,
        json_build_array(json_build_object('type', 'text', 'text', COALESCE(m.content, '')))
    WHERE m.role <> 'tool'
) AS p;

INSERT INTO import_tool_runs (
    workspace_id, source_id, session_source_id, tool_name, status, input, output, error_type, error_message, created_at, started_at, completed_at
)
SELECT
    s.workspace_id::text,
    t.id::text,
    t.session_id::text,
    t.tool_name,
    t.status,
    t.input,
    t.output,
    CASE WHEN t.error IS NOT NULL THEN 'error' END,
    t.error,
    t.created_at,
    t.started_at,
    t.completed_at
FROM :"source".ai_tool_runs AS t
JOIN :"source".ai_sessions AS s
    ON s.id = t.session_id;

INSERT INTO import_tasks (
    workspace_id, source_id, session_source_id, user_id, title, description, status, priority, created_at, updated_at, completed_at
)
SELECT
    t.workspace_id::text,
    t.id::text,
    t.session_id::text,
    t.user_id::text,
    t.title,
    t.description,
    t.status,
    t.priority,
    t.created_at,
    t.updated_at,
    t.completed_at
FROM :"source".ai_tasks AS t;

-- Somebody approved, or refused: a step that has an approver and was canceled was refused.
INSERT INTO import_task_steps (
    workspace_id, task_source_id, position, title, status, tool_name, input, output, requires_approval, approved, decided_by, decided_at,
    started_at, completed_at
)
SELECT
    t.workspace_id::text,
    s.task_id::text,
    s.step_order,
    s.title,
    s.status,
    s.tool_name,
    s.input,
    s.output,
    COALESCE(s.requires_approval, false),
    CASE WHEN s.approved_by IS NOT NULL THEN s.status <> 'canceled' END,
    s.approved_by::text,
    s.approved_at,
    s.started_at,
    s.completed_at
FROM :"source".ai_task_steps AS s
JOIN :"source".ai_tasks AS t
    ON t.id = s.task_id;

INSERT INTO import_preferences (
    workspace_id, user_id, auto_execute_level, locale, response_style, created_at, updated_at, metadata
)
SELECT
    p.workspace_id::text,
    p.user_id::text,
    CASE WHEN p.auto_execute_level IN ('suggest_only', 'confirm', 'auto_low_risk') THEN p.auto_execute_level END,
    p.locale,
    p.response_style,
    p.created_at,
    p.updated_at,
    p.metadata
FROM :"source".ai_user_preferences AS p;

INSERT INTO import_left_out
SELECT 'messages without their session', count(*)
FROM :"source".ai_messages AS m
WHERE NOT EXISTS (SELECT FROM :"source".ai_sessions AS s WHERE s.id = m.session_id)
UNION ALL
SELECT 'tool runs without their session', count(*)
FROM :"source".ai_tool_runs AS t
WHERE NOT EXISTS (SELECT FROM :"source".ai_sessions AS s WHERE s.id = t.session_id)
UNION ALL
SELECT 'steps without their task', count(*)
FROM :"source".ai_task_steps AS s
WHERE NOT EXISTS (SELECT FROM :"source".ai_tasks AS t WHERE t.id = s.task_id);

\ir common/finish.sql
