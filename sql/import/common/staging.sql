-- Where the files of the sources put what is to be brought in: one row for each of AgentKit's, with the ids of the source. Included.

CREATE TEMP TABLE import_agents (
    workspace_id text, agent_id text, name text, description text, instructions text, model text, model_alias text,
    tools text[] DEFAULT '{}', disabled_tools text[] DEFAULT '{}', settings jsonb DEFAULT '{}', registered_at timestamptz
) ON COMMIT DROP;

-- What the source holds and has no place for, such as steps of tasks that are gone: said at the end.
CREATE TEMP TABLE import_left_out (what text, rows bigint) ON COMMIT DROP;

-- Totals are for usage that no turn has; where they are NULL, those of the turns are added up.
CREATE TEMP TABLE import_sessions (
    workspace_id text, source_id text, user_id text, agent_id text, status text DEFAULT 'active',
    kind text DEFAULT 'conversation', phase text, status_reason text, assigned_to text, title text, conversation_key text, slug text,
    working_directory text, created_at timestamptz, updated_at timestamptz, closed_at timestamptz, input_tokens bigint, output_tokens bigint,
    cost numeric, metadata jsonb DEFAULT '{}', intents_seen jsonb DEFAULT '[]', templates_sent jsonb DEFAULT '[]',
    captured_data jsonb DEFAULT '{}', data jsonb DEFAULT '{}'
) ON COMMIT DROP;

-- In the order of position, then part: a row of the source may become several turns. content is an array of blocks.
CREATE TEMP TABLE import_turns (
    workspace_id text, session_source_id text, position numeric, part integer DEFAULT 1, role text, author text, model text, content json,
    intent json, metadata json, created_at timestamptz, input_tokens bigint DEFAULT 0, output_tokens bigint DEFAULT 0,
    latency_ms bigint, cost numeric DEFAULT 0
) ON COMMIT DROP;

-- id_time is the time in the id, where created_at may still change in the source.
CREATE TEMP TABLE import_runs (
    workspace_id text, source_id text, session_source_id text, parent_source_id text, agent_id text,
    agent_type text, status text, model text, model_alias text, provider_session_id text, checkpoint json, error_type text, error_message text,
    input_tokens bigint DEFAULT 0, output_tokens bigint DEFAULT 0, cost numeric DEFAULT 0, created_at timestamptz, started_at timestamptz,
    completed_at timestamptz, id_time timestamptz, metadata jsonb DEFAULT '{}'
) ON COMMIT DROP;

CREATE TEMP TABLE import_tool_runs (
    workspace_id text, source_id text, session_source_id text, run_source_id text, tool_name text,
    status text, tool_use_id text, input json, output json, error_type text, error_message text, created_at timestamptz,
    started_at timestamptz, completed_at timestamptz
) ON COMMIT DROP;

CREATE TEMP TABLE import_tasks (
    workspace_id text, source_id text, session_source_id text, user_id text, title text,
    description text, status text, status_reason text, priority integer DEFAULT 0, tool_name text, input json, output json, due_at timestamptz,
    created_at timestamptz, updated_at timestamptz, started_at timestamptz, completed_at timestamptz, metadata jsonb DEFAULT '{}'
) ON COMMIT DROP;

-- A task without a step becomes one with one. approved is NULL as long as nobody has decided.
CREATE TEMP TABLE import_task_steps (
    workspace_id text, task_source_id text, position numeric, title text, status text, status_reason text, tool_name text, input json,
    output json, requires_approval boolean DEFAULT false, approved boolean, decided_by text, decided_at timestamptz, decision_comment text,
    started_at timestamptz, completed_at timestamptz
) ON COMMIT DROP;

CREATE TEMP TABLE import_preferences (
    workspace_id text, user_id text, auto_execute_level text, locale text, time_zone_id text, response_style text,
    created_at timestamptz, updated_at timestamptz, metadata jsonb DEFAULT '{}'
) ON COMMIT DROP;

CREATE TEMP TABLE import_events (
    workspace_id text, source_id text, session_source_id text, run_source_id text, user_id text,
    category text, type text, tool_name text, payload json, occurred_at timestamptz
) ON COMMIT DROP;
