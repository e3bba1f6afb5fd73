-- From a database of workflow sessions for one tenant (sessions, agent_runs, events).
--
--   psql -X -v source=public -v workspace=acme -v agent=builder -f sql/import/workflow_sessions.sql
--
-- Assumed columns, in the schema :"source":
--   sessions    id, slug, title, kind (full, quick, research), working_directory, phase (created, spec, plan, build, docs, complete, failed),
--               total_cost, created_at, updated_at
--   agent_runs  id, session_id, parent_run_id, agent_type, model, model_alias, provider_session_id, checkpoint jsonb, status (pending, running,
--               completed, failed), error, input_tokens, output_tokens, cost, started_at, completed_at
--   events      id, session_id, run_id, category (hook, response, phase), type, tool_name, payload jsonb, created_at
-- To adapt: change the names and expressions below; a column that the source does not have is left out, on both sides. Ids may be of any type.
-- Everything comes into the workspace :'workspace', for the agent :'agent', whose phases are the host's to declare. Repeatable: what is there
-- stays as it is. One transaction, as the owner of AgentKit's tables or a superuser, who may read the source. It verifies itself before it
-- commits. See README.md beside it for what is not carried over.
\set ON_ERROR_STOP on
\ir common/begin.sql

-- The total is that of the source, also where its runs add up to less.
INSERT INTO import_sessions (
    workspace_id, source_id, agent_id, status, kind, phase, title, slug, working_directory, created_at, updated_at, input_tokens, output_tokens,
    cost
)
SELECT
    :'workspace',
    s.id::text,
    :'agent',
    CASE WHEN s.phase IN ('complete', 'failed') THEN 'closed' ELSE 'active' END,
    COALESCE(s.kind, 'full'),
    s.phase,
    s.title,
    s.slug,
    s.working_directory,
    s.created_at,
    s.updated_at,
    COALESCE(r.input_tokens, 0),
    COALESCE(r.output_tokens, 0),
    COALESCE(s.total_cost, r.cost, 0)
FROM :"source".sessions AS s
LEFT JOIN (
    SELECT
        r.session_id,
        sum(r.input_tokens) AS input_tokens,
        sum(r.output_tokens) AS output_tokens,
        sum(r.cost) AS cost
    FROM :"source".agent_runs AS r
    GROUP BY r.session_id
) AS r
    ON r.session_id = s.id;

INSERT INTO import_runs (
    workspace_id, source_id, session_source_id, parent_source_id, agent_id, agent_type, status, model, model_alias, provider_session_id,
    checkpoint, error_type, error_message, input_tokens, output_tokens, cost, created_at, id_time, started_at, completed_at
)
SELECT
    :'workspace',
    r.id::text,
    r.session_id::text,
    r.parent_run_id::text,
    :'agent',
    r.agent_type,
    CASE WHEN r.status = 'cancelled' THEN 'canceled' ELSE r.status END,
    r.model,
    r.model_alias,
    r.provider_session_id,
    r.checkpoint,
    CASE WHEN r.error IS NOT NULL THEN 'error' END,
    r.error,
    r.input_tokens,
    r.output_tokens,
    r.cost,
    COALESCE(r.started_at, s.created_at),
    -- A run that is pending starts later, and is still the same one.
    s.created_at,
    r.started_at,
    r.completed_at
FROM :"source".agent_runs AS r
JOIN :"source".sessions AS s
    ON s.id = r.session_id;

INSERT INTO import_events (
    workspace_id, source_id, session_source_id, run_source_id, category, type, tool_name, payload, occurred_at
)
SELECT
    :'workspace',
    e.id::text,
    e.session_id::text,
    e.run_id::text,
    e.category,
    e.type,
    e.tool_name,
    e.payload,
    e.created_at
FROM :"source".events AS e;

INSERT INTO import_left_out
SELECT 'runs without their session', count(*)
FROM :"source".agent_runs AS r
WHERE NOT EXISTS (SELECT FROM :"source".sessions AS s WHERE s.id = r.session_id);

\ir common/finish.sql
