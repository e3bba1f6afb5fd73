-- A registry and session manager, as sql/import/session_manager.sql assumes them, and some rows.
CREATE SCHEMA source;

CREATE TABLE source.agents (
    id text PRIMARY KEY, name text, description text, instructions text, model text, tools jsonb, created_at timestamptz
);
CREATE TABLE source.sessions (
    id bigint PRIMARY KEY, agent_id text, user_id text, conversation_key text, status text, version integer, handoff_reason text,
    handed_off_to text, metadata jsonb, created_at timestamptz, updated_at timestamptz, closed_at timestamptz
);
CREATE TABLE source.session_states (session_id bigint PRIMARY KEY, intents_seen jsonb, templates_sent jsonb, captured_data jsonb);
CREATE TABLE source.turns (
    session_id bigint, number integer, role text, content text, tokens integer, model text, created_at timestamptz, PRIMARY KEY (session_id, number)
);

INSERT INTO source.agents VALUES
    ('Sales Agent', 'Sales', 'Sells.', 'Sell.', 'model-1', '["quote", "book"]', '2024-12-01Z'),
    ('support', 'Support', NULL, NULL, NULL, NULL, '2024-12-01Z');
INSERT INTO source.sessions VALUES
    (1, 'Sales Agent', 'u-1', 'thread-1', 'active', 3, NULL, NULL, NULL, '2025-02-01 10:00Z', '2025-02-01 10:01Z', NULL),
    (2, 'Sales Agent', 'u-1', 'thread-2', 'handed_off', 1, 'angry', 'team-a', NULL, '2025-02-02 10:00Z', '2025-02-02 10:01Z', NULL),
    (3, 'support', NULL, NULL, 'closed', 1, NULL, NULL, NULL, '2025-02-02 10:00Z', '2025-02-02 10:01Z', '2025-02-02 10:02Z');
INSERT INTO source.session_states VALUES (1, '["price"]', '[{"template": "hello", "at": "2025-02-01T10:00:00Z"}]', '{"size": 3}');
INSERT INTO source.turns VALUES
    (1, 1, 'system', 'Sell.', NULL, NULL, '2025-02-01 10:00:01Z'),
    (1, 2, 'user', 'How much?', 12, NULL, '2025-02-01 10:00:02Z'),
    (1, 3, 'assistant', 'Three.', 5, 'model-1', '2025-02-01 10:00:03Z');
