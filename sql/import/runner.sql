-- From repositories and a runner for one tenant (agents, agent_tools, sessions, messages, runs, tool_calls).
--
--   psql -X -v source=public -v workspace=acme -f sql/import/runner.sql
--
-- Assumed columns, in the schema :"source":
--   agents       id, name, instructions, model, created_at
--   agent_tools  agent_id, tool_name, enabled
--   sessions     id, title, active_agent_id, status (active, closed), created_at, updated_at
--   messages     id, session_id, agent_id, role, content text, created_at
--   runs         id, session_id, agent_id, status (pending, running, completed, failed), prompt_tokens, completion_tokens, cost, error,
--                created_at, started_at, completed_at
--   tool_calls   id, run_id, tool_name, input jsonb, output jsonb, status (pending, running, completed, failed), error, duration_ms, created_at
-- To adapt: change the names and expressions below; a column that the source does not have is left out, on both sides. Ids may be of any type.
-- Everything comes into the workspace :'workspace'. Repeatable: what is there stays as it is. One transaction, as the owner of AgentKit's
-- tables or a superuser, who may read the source. It verifies itself before it commits. See README.md beside it for what is not carried over.
\set ON_ERROR_STOP on
\ir common/begin.sql

-- Agents whose names become the same slug stay apart: the oldest gets it, the others a piece of the hash of their id behind it.
CREATE TEMP TABLE runner_agents ON COMMIT DROP AS
SELECT
    a.id,
    CASE
        WHEN row_number() OVER (PARTITION BY n.slug ORDER BY a.created_at, a.id) = 1 THEN n.slug
        ELSE left(n.slug, 91) || '-' || left(encode(sha256(convert_to(a.id::text, 'UTF8')), 'hex'), 8)
    END AS agent_id
FROM :"source".agents AS a
CROSS JOIN LATERAL (SELECT COALESCE(pg_temp.agentkit_slug(a.name), 'agent') AS slug) AS n;

INSERT INTO import_agents (workspace_id, agent_id, name, instructions, model, tools, disabled_tools, registered_at)
SELECT
    :'workspace',
    n.agent_id,
    COALESCE(NULLIF(a.name, ''), n.agent_id),
    a.instructions,
    a.model,
    ARRAY(SELECT t.tool_name FROM :"source".agent_tools AS t WHERE t.agent_id = a.id ORDER BY t.tool_name),
    ARRAY(SELECT t.tool_name FROM :"source".agent_tools AS t WHERE t.agent_id = a.id AND NOT t.enabled ORDER BY t.tool_name),
    a.created_at
FROM :"source".agents AS a
JOIN runner_agents AS n
    ON n.id = a.id;

-- Messages have no usage here, runs have: the totals of a session are those of its runs.
INSERT INTO import_sessions (
    workspace_id, source_id, agent_id, status, title, created_at, updated_at, input_tokens, output_tokens, cost
)
SELECT
    :'workspace',
    s.id::text,
    COALESCE(n.agent_id, :'agent'),
    CASE WHEN s.status IN ('closed', 'completed') THEN 'closed' WHEN s.status = 'archived' THEN 'archived' ELSE 'active' END,
    s.title,
    s.created_at,
    s.updated_at,
    COALESCE(r.prompt_tokens, 0),
    COALESCE(r.completion_tokens, 0),
    COALESCE(r.cost, 0)
FROM :"source".sessions AS s
LEFT JOIN runner_agents AS n
    ON n.id = s.active_agent_id
LEFT JOIN (
    SELECT
        r.session_id,
        sum(r.prompt_tokens) AS prompt_tokens,
        sum(r.completion_tokens) AS completion_tokens,
        sum(r.cost) AS cost
    FROM :"source".runs AS r
    GROUP BY r.session_id
) AS r
    ON r.session_id = s.id;

INSERT INTO import_turns (workspace_id, session_source_id, position, role, author, content, metadata, created_at)
SELECT
    :'workspace',
    m.session_id::text,
    row_number() OVER (PARTITION BY m.session_id ORDER BY m.created_at, m.id),
    -- An answer of a tool that names no call cannot be a turn of the tool's: a model would be shown a result that nothing asked for.
    CASE WHEN m.role = 'tool' THEN 'system' ELSE m.role END,
    CASE WHEN m.role = 'assistant' THEN a.name WHEN m.role = 'tool' THEN 'tool' END,
    json_build_array(json_build_object('type', 'text', 'text', COALESCE(m.content, ''))),
    json_build_object('source_id', m.id),
    m.created_at
FROM :"source".messages AS m
LEFT JOIN :"source".agents AS a
    ON a.id = m.agent_id;

INSERT INTO import_runs (
    workspace_id, source_id, session_source_id, agent_id, status, model, error_type, error_message, input_tokens, output_tokens, cost,
    created_at, started_at, completed_at
)
SELECT
    :'workspace',
    r.id::text,
    r.session_id::text,
    COALESCE(n.agent_id, :'agent'),
    CASE WHEN r.status = 'cancelled' THEN 'canceled' ELSE r.status END,
    a.model,
    CASE WHEN r.error IS NOT NULL THEN 'error' END,
    r.error,
    r.prompt_tokens,
    r.completion_tokens,
    r.cost,
    r.created_at,
    r.started_at,
    r.completed_at
FROM :"source".runs AS r
LEFT JOIN :"source".agents AS a
    ON a.id = r.agent_id
LEFT JOIN runner_agents AS n
    ON n.id = r.agent_id;

INSERT INTO import_tool_runs (
    workspace_id, source_id, session_source_id, run_source_id, tool_name, status, input, output, error_type, error_message, created_at,
    started_at, completed_at
)
SELECT
    :'workspace',
    t.id::text,
    r.session_id::text,
    t.run_id::text,
    t.tool_name,
    CASE t.status WHEN 'completed' THEN 'succeeded' WHEN 'cancelled' THEN 'canceled' ELSE t.status END,
    t.input,
    t.output,
    CASE WHEN t.error IS NOT NULL THEN 'error' END,
    t.error,
    t.created_at,
    t.created_at,
    t.created_at + t.duration_ms * interval '1 millisecond'
FROM :"source".tool_calls AS t
JOIN :"source".runs AS r
    ON r.id = t.run_id;

INSERT INTO import_left_out
SELECT 'tool calls without their run', count(*)
FROM :"source".tool_calls AS t
WHERE NOT EXISTS (SELECT FROM :"source".runs AS r WHERE r.id = t.run_id);

\ir common/finish.sql
