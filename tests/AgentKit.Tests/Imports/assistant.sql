-- An assistant with approvals, as sql/import/assistant.sql assumes it, and some rows.
CREATE SCHEMA source;

CREATE TABLE source.ai_sessions (
    id uuid PRIMARY KEY, workspace_id text, user_id text, title text, status text, last_message_at timestamptz, metadata jsonb,
    created_at timestamptz, updated_at timestamptz
);
CREATE TABLE source.ai_messages (
    id uuid PRIMARY KEY, session_id uuid, role text, content text, tool_name text, tool_input jsonb, tool_output jsonb, tokens_input integer,
    tokens_output integer, latency_ms integer, created_at timestamptz
);
CREATE TABLE source.ai_tool_runs (
    id uuid PRIMARY KEY, session_id uuid, tool_name text, status text, input jsonb, output jsonb, error text, created_at timestamptz,
    started_at timestamptz, completed_at timestamptz
);
CREATE TABLE source.ai_tasks (
    id uuid PRIMARY KEY, workspace_id text, user_id text, session_id uuid, title text, description text, status text, priority integer,
    created_at timestamptz, updated_at timestamptz, completed_at timestamptz
);
CREATE TABLE source.ai_task_steps (
    id uuid PRIMARY KEY, task_id uuid, step_order integer, title text, tool_name text, input jsonb, output jsonb, status text,
    requires_approval boolean, approved_by text, approved_at timestamptz, started_at timestamptz, completed_at timestamptz
);
CREATE TABLE source.ai_user_preferences (
    workspace_id text, user_id text, locale text, response_style text, auto_execute_level text, metadata jsonb, created_at timestamptz,
    updated_at timestamptz
);

INSERT INTO source.ai_sessions VALUES
    ('11111111-1111-4111-8111-111111111111', 'acme', 'u-1', 'Survey', 'active', '2025-03-01 10:05Z', '{"origin": "web"}', '2025-03-01 10:00Z',
     '2025-03-01 10:01Z'),
    ('11111111-1111-4111-8111-111111111112', 'acme', 'u-2', 'Old', 'archived', NULL, NULL, '2025-03-01 09:00Z', '2025-03-01 09:00Z');
INSERT INTO source.ai_messages VALUES
    ('22222222-0000-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', 'user', 'How far is it?', NULL, NULL, NULL, 9, 0, NULL,
     '2025-03-01 10:00:01Z'),
    ('22222222-0000-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', 'tool', NULL, 'get_survey_progress', '{"survey": 7}',
     '{"done": 0.4}', 0, 0, 20, '2025-03-01 10:00:02Z'),
    ('22222222-0000-4000-8000-000000000003', '11111111-1111-4111-8111-111111111111', 'assistant', 'At 40 %.', NULL, NULL, NULL, 0, 11, 700,
     '2025-03-01 10:00:03Z');
INSERT INTO source.ai_tool_runs VALUES
    ('33333333-0000-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', 'get_survey_progress', 'succeeded', '{"survey": 7}',
     '{"done": 0.4}', NULL, '2025-03-01 10:00:02Z', '2025-03-01 10:00:02Z', '2025-03-01 10:00:02.020Z'),
    ('33333333-0000-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', 'send_mail', 'failed', '{}', NULL, 'no address',
     '2025-03-01 10:00:02Z', '2025-03-01 10:00:02Z', '2025-03-01 10:00:04Z'),
    ('33333333-0000-4000-8000-000000000003', '11111111-1111-4111-8111-111111111111', 'export', 'running', '{}', NULL, NULL,
     '2025-03-01 10:00:05Z', '2025-03-01 10:00:05Z', NULL);
INSERT INTO source.ai_tasks VALUES
    ('44444444-0000-4000-8000-000000000001', 'acme', 'u-1', '11111111-1111-4111-8111-111111111111', 'Remind', 'All who are late.',
     'waiting_approval', 5, '2025-03-01 10:01Z', '2025-03-01 10:02Z', NULL),
    ('44444444-0000-4000-8000-000000000002', 'acme', 'u-2', NULL, 'Refused', NULL, 'canceled', 0, '2025-03-01 10:01Z', '2025-03-01 10:03Z', NULL),
    ('44444444-0000-4000-8000-000000000003', 'acme', 'u-2', NULL, 'Done', NULL, 'completed', 0, '2025-03-01 10:01Z', '2025-03-01 10:04Z',
     '2025-03-01 10:04Z'),
    ('44444444-0000-4000-8000-000000000004', 'acme', 'u-2', NULL, 'Broken', NULL, 'failed', 0, '2025-03-01 10:01Z', '2025-03-01 10:05Z', NULL),
    ('44444444-0000-4000-8000-000000000005', 'acme', 'u-2', NULL, 'One step', NULL, 'pending', 9, '2025-03-01 10:01Z', '2025-03-01 10:05Z', NULL);
INSERT INTO source.ai_task_steps VALUES
    ('55555555-0000-4000-8000-000000000001', '44444444-0000-4000-8000-000000000001', 10, 'Find them', 'find_late', '{}', '{"count": 3}',
     'completed', false, NULL, NULL, '2025-03-01 10:01Z', '2025-03-01 10:02Z'),
    ('55555555-0000-4000-8000-000000000002', '44444444-0000-4000-8000-000000000001', 20, 'Write to them', 'send_mail', '{"to": 3}', NULL,
     'pending', true, NULL, NULL, NULL, NULL),
    ('55555555-0000-4000-8000-000000000003', '44444444-0000-4000-8000-000000000002', 1, 'Delete', NULL, NULL, NULL, 'canceled', true, 'boss',
     '2025-03-01 10:03Z', NULL, NULL),
    ('55555555-0000-4000-8000-000000000004', '44444444-0000-4000-8000-000000000003', 1, 'Pay', NULL, NULL, '{"paid": true}', 'completed', true,
     'boss', '2025-03-01 10:02Z', '2025-03-01 10:02Z', '2025-03-01 10:03Z'),
    ('55555555-0000-4000-8000-000000000005', '44444444-0000-4000-8000-000000000003', 2, 'Was never approved', NULL, NULL, NULL, 'completed', true,
     NULL, NULL, '2025-03-01 10:03Z', '2025-03-01 10:04Z'),
    ('55555555-0000-4000-8000-000000000006', '44444444-0000-4000-8000-000000000004', 1, 'Try', NULL, NULL, NULL, 'in_progress', false, NULL, NULL,
     '2025-03-01 10:04Z', NULL);
INSERT INTO source.ai_user_preferences VALUES
    ('acme', 'u-1', 'es-CO', 'brief', 'auto_low_risk', '{"theme": "dark"}', '2025-01-01Z', '2025-02-01Z'),
    ('acme', 'u-2', NULL, NULL, 'something_else', NULL, NULL, NULL);
