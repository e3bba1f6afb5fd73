-- Session tables with optimistic locking, as sql/import/agent_sessions.sql assumes them, and some rows.
CREATE SCHEMA source;

CREATE TABLE source.agent_sessions (
    id uuid PRIMARY KEY, workspace_id uuid NOT NULL, user_id uuid, agent_id text, conversation_id text, status text, phase text, version integer,
    metadata jsonb, created_at timestamptz NOT NULL, updated_at timestamptz, closed_at timestamptz
);
CREATE TABLE source.agent_turns (
    id uuid PRIMARY KEY, session_id uuid NOT NULL, workspace_id uuid NOT NULL, turn_number integer, role text, content jsonb, tool_calls jsonb,
    intent jsonb, model text, tokens_input integer, tokens_output integer, latency_ms integer, created_at timestamptz NOT NULL
);
CREATE TABLE source.agent_session_state (
    session_id uuid PRIMARY KEY, workspace_id uuid NOT NULL, intents_seen jsonb, templates_sent jsonb, captured_data jsonb, data jsonb
);

INSERT INTO source.agent_sessions VALUES
    ('11111111-1111-4111-8111-111111111111', 'aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', 'support',
     '+57 300 111', 'active', 'answering', 7, '{"channel": "whatsapp"}', '2025-01-10 08:00Z', '2025-01-10 08:05Z', NULL),
    ('01945460-8800-7000-8000-000000000002', 'aaaaaaaa-0000-4000-8000-000000000001', NULL, 'support', '+57 300 222', 'completed', NULL, 2, NULL,
     '2025-01-11 08:00Z', '2025-01-11 09:00Z', '2025-01-11 08:59Z'),
    ('11111111-1111-4111-8111-111111111113', 'aaaaaaaa-0000-4000-8000-000000000002', NULL, 'support', '+57 300 111', 'escalated', NULL, 1, NULL,
     '2025-01-12 08:00Z', NULL, NULL);

-- Numbers with a gap, and from 0, as they are found in the wild.
INSERT INTO source.agent_turns VALUES
    ('22222222-0000-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', 'aaaaaaaa-0000-4000-8000-000000000001', 0, 'user',
     '"Where is my order?"', NULL,
     '{"intent": "order_status", "confidence": 0.97, "alternatives": [{"intent": "refund", "confidence": 0.2}, {"intent": "x"}]}', NULL, 0, 0, NULL,
     '2025-01-10 08:00:01Z'),
    ('22222222-0000-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', 'aaaaaaaa-0000-4000-8000-000000000001', 1, 'assistant',
     '[{"type": "text", "text": "It is on its way."}, {"type": "quick_replies", "options": ["Thanks"]}]',
     '[{"id": "call_1", "name": "find_order", "input": {"id": "A-1001"}, "result": {"status": "on its way"}}, {"name": "notify", "input": {}, "error": "no phone"}]',
     '{"confidence": 0.5}', 'model-1', 120, 30, 850, '2025-01-10 08:00:03Z'),
    ('22222222-0000-4000-8000-000000000003', '11111111-1111-4111-8111-111111111111', 'aaaaaaaa-0000-4000-8000-000000000001', 5, 'user',
     '[]', '[]', NULL, NULL, NULL, NULL, NULL, '2025-01-10 08:04:00Z'),
    ('22222222-0000-4000-8000-000000000004', '01945460-8800-7000-8000-000000000002', 'aaaaaaaa-0000-4000-8000-000000000001', 1, 'user',
     '"Hi"', NULL, NULL, NULL, 1, 0, NULL, '2025-01-11 08:00:01Z');

INSERT INTO source.agent_session_state VALUES
    ('11111111-1111-4111-8111-111111111111', 'aaaaaaaa-0000-4000-8000-000000000001',
     '[{"name": "order_status", "confidence": 0.97, "seen_at": "2025-01-10T08:00:01Z"}, {"name": "refund"}]', '["welcome"]',
     '{"order": "A-1001"}', '{"retries": 1}');
