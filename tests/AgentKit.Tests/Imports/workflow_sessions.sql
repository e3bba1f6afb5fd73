-- A database of workflow sessions, as sql/import/workflow_sessions.sql assumes it, and some rows.
CREATE SCHEMA source;

CREATE TABLE source.sessions (
    id uuid PRIMARY KEY, slug text, title text, kind text, working_directory text, phase text, total_cost numeric, created_at timestamptz,
    updated_at timestamptz
);
CREATE TABLE source.agent_runs (
    id uuid PRIMARY KEY, session_id uuid, parent_run_id uuid, agent_type text, model text, model_alias text, provider_session_id text,
    checkpoint jsonb, status text, error text, input_tokens bigint, output_tokens bigint, cost numeric, started_at timestamptz,
    completed_at timestamptz
);
CREATE TABLE source.events (
    id bigint PRIMARY KEY, session_id uuid, run_id uuid, category text, type text, tool_name text, payload jsonb, created_at timestamptz
);

INSERT INTO source.sessions VALUES
    ('11111111-1111-4111-8111-111111111111', 'add-login', 'Add a login', 'full', '/work/login', 'build', 1.25, '2025-05-01 10:00Z', '2025-05-01 11:00Z'),
    ('11111111-1111-4111-8111-111111111112', 'find-out', NULL, 'research', '/work/find', 'complete', NULL, '2025-05-02 10:00Z', '2025-05-02 11:00Z');
INSERT INTO source.agent_runs VALUES
    ('22222222-0000-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', NULL, 'planner', 'model-1', 'large', 'prov-1',
     '{"step": 3, "files": ["a"]}', 'completed', NULL, 1000, 200, 0.75, '2025-05-01 10:00Z', '2025-05-01 10:10Z'),
    ('22222222-0000-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', '22222222-0000-4000-8000-000000000001', 'builder', 'model-1',
     NULL, 'prov-2', '{"step": 1}', 'running', NULL, 500, 100, 0.25, '2025-05-01 10:20Z', NULL),
    ('22222222-0000-4000-8000-000000000003', '11111111-1111-4111-8111-111111111112', NULL, 'researcher', NULL, NULL, NULL, NULL, 'failed',
     'gave up', 10, 1, 0.5, '2025-05-02 10:00Z', '2025-05-02 10:01Z');
INSERT INTO source.events
SELECT i, '11111111-1111-4111-8111-111111111111', '22222222-0000-4000-8000-000000000001', 'hook', 'tool_started', 'bash',
    jsonb_build_object('n', i), '2025-05-01 10:01Z'
FROM generate_series(1, 20) AS i;
INSERT INTO source.events VALUES
    (21, '11111111-1111-4111-8111-111111111111', NULL, 'phase', 'phase_changed', NULL, '{"to": "build"}', '2025-05-01 10:20Z'),
    (22, NULL, NULL, 'other', 'started', NULL, NULL, '2025-05-01 09:00Z');
