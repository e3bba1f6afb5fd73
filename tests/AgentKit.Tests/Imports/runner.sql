-- Repositories and a runner, as sql/import/runner.sql assumes them, and some rows.
CREATE SCHEMA source;

CREATE TABLE source.agents (id integer PRIMARY KEY, name text, instructions text, model text, created_at timestamptz);
CREATE TABLE source.agent_tools (agent_id integer, tool_name text, enabled boolean);
CREATE TABLE source.sessions (
    id integer PRIMARY KEY, title text, active_agent_id integer, status text, created_at timestamptz, updated_at timestamptz
);
CREATE TABLE source.messages (
    id integer PRIMARY KEY, session_id integer, agent_id integer, role text, content text, created_at timestamptz
);
CREATE TABLE source.runs (
    id integer PRIMARY KEY, session_id integer, agent_id integer, status text, prompt_tokens integer, completion_tokens integer, cost numeric,
    error text, created_at timestamptz, started_at timestamptz, completed_at timestamptz
);
CREATE TABLE source.tool_calls (
    id integer PRIMARY KEY, run_id integer, tool_name text, input jsonb, output jsonb, status text, error text, duration_ms integer,
    created_at timestamptz
);

INSERT INTO source.agents VALUES (1, 'Order Desk', 'Help.', 'model-1', '2024-12-01Z'), (2, 'Refunds', 'Refund.', NULL, '2024-12-01Z');
INSERT INTO source.agent_tools VALUES (1, 'find_order', true), (1, 'refund', false);
INSERT INTO source.sessions VALUES
    (1, 'An order', 1, 'active', '2025-04-01 10:00Z', '2025-04-01 10:10Z'),
    (2, 'Nobody', NULL, 'closed', '2025-04-02 10:00Z', '2025-04-02 10:10Z');
-- All in one moment, as one transaction writes them.
INSERT INTO source.messages
SELECT i, 1, CASE WHEN i % 2 = 0 THEN 1 END, CASE WHEN i % 2 = 0 THEN 'assistant' ELSE 'user' END, 'message ' || i, '2025-04-01 10:00:01Z'
FROM generate_series(1, 250) AS i;
INSERT INTO source.runs VALUES
    (1, 1, 1, 'completed', 100, 20, 0.0015, NULL, '2025-04-01 10:00Z', '2025-04-01 10:00Z', '2025-04-01 10:01Z'),
    (2, 1, 2, 'failed', 50, 0, 0.0005, 'model down', '2025-04-01 10:02Z', '2025-04-01 10:02Z', '2025-04-01 10:03Z'),
    (3, 1, 1, 'running', 7, 0, 0, NULL, '2025-04-01 10:04Z', '2025-04-01 10:04Z', NULL);
INSERT INTO source.tool_calls
SELECT i, 1, 'find_order', jsonb_build_object('n', i), jsonb_build_object('ok', i), 'completed', NULL, 25, '2025-04-01 10:00:30Z'
FROM generate_series(1, 30) AS i;
INSERT INTO source.tool_calls VALUES (31, 2, 'refund', '{}', NULL, 'failed', 'not allowed', 3, '2025-04-01 10:02:30Z');
