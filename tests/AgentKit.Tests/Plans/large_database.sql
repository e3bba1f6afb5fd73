-- 10,000 agents, 100,000 sessions of 1,000 users in ten workspaces, a million turns, and what belongs to them.
SET session_replication_role = replica;

-- A UUID v7 of its own for each number and table; a millisecond apart, so that they are in order.
CREATE FUNCTION pg_temp.id(kind integer, n bigint)
RETURNS uuid
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT (lpad(to_hex(1750000000000 + n), 12, '0') || '7000' || '8' || lpad(to_hex(kind), 3, '0') || lpad(to_hex(n), 12, '0'))::uuid
$$;

INSERT INTO agentkit.agents (workspace_id, agent_id, name, definition_hash, registered_at)
SELECT 'w-' || n % 10, 'agent-' || n, 'Agent ' || n, '', now()
FROM generate_series(0, 9999) AS n;

INSERT INTO agentkit.sessions (
    session_id, version, turn_count, created_at, active_bucket, last_turn_at, workspace_id, user_id, agent_id, status, closed_at, conversation_key, slug
)
SELECT
    pg_temp.id(1, n),
    6,
    10,
    t.at,
    date_bin('5 minutes', t.at, '2000-01-01'),
    t.at,
    'w-' || n % 10,
    'u-' || n % 1000,
    'support',
    CASE WHEN n % 3 = 0 THEN 'closed' ELSE 'active' END,
    CASE WHEN n % 3 = 0 THEN t.at END,
    'key-' || n,
    'slug-' || n
FROM generate_series(0, 99999) AS n
CROSS JOIN LATERAL (SELECT now() - n * interval '1 minute' AS at) AS t;

INSERT INTO agentkit.session_state (session_id, workspace_id, user_id)
SELECT session_id, workspace_id, user_id FROM agentkit.sessions;

INSERT INTO agentkit.session_commits (
    session_id, operation_id, version, feed_position, turn_count, input_tokens, output_tokens, cost, workspace_id, user_id, agent_id, status
)
SELECT s.session_id, pg_temp.id(2, row_number() OVER ()), v.n, v.n, v.n, 0, 0, 0, s.workspace_id, s.user_id, s.agent_id, 'active'
FROM agentkit.sessions AS s
CROSS JOIN generate_series(1, 6) AS v (n);

INSERT INTO agentkit.turns (session_id, turn_number, version, created_at, has_tool_result, workspace_id, user_id, role, content)
SELECT
    s.session_id,
    t.n,
    1 + (t.n + 1) / 2,
    s.created_at,
    t.n % 4 = 3,
    s.workspace_id,
    s.user_id,
    (ARRAY['user', 'assistant', 'tool', 'assistant'])[1 + (t.n - 1) % 4],
    '[{"type":"text","text":"Where is my order?"}]'
FROM agentkit.sessions AS s
CROSS JOIN generate_series(1, 10) AS t (n);

INSERT INTO agentkit.session_summaries (
    session_id, version, through_turn, created_at, input_tokens, output_tokens, cached_input_tokens, reasoning_tokens, cost, workspace_id, user_id, role,
    content
)
SELECT s.session_id, 3, 4, s.created_at, 0, 0, 0, 0, 0, s.workspace_id, s.user_id, 'system', '[{"type":"text","text":"An order is late."}]'
FROM agentkit.sessions AS s
WHERE s.status = 'active';

INSERT INTO agentkit.budgets (created_at, session_id, token_limit, workspace_id, subject, subject_id)
SELECT s.created_at, s.session_id, 1000000000, s.workspace_id, 'session', s.session_id::text
FROM agentkit.sessions AS s;

INSERT INTO agentkit.budget_spending (period_started_at, workspace_id, subject, subject_id)
SELECT b.created_at, b.workspace_id, b.subject, b.subject_id
FROM agentkit.budgets AS b;

INSERT INTO agentkit.budget_reservations (reservation_id, session_id, tokens, expires_at, cost, workspace_id, agent_id)
SELECT
    pg_temp.id(7, row_number() OVER (ORDER BY s.session_id)),
    s.session_id,
    10,
    now() + interval '1 hour',
    0,
    s.workspace_id,
    s.agent_id
FROM agentkit.sessions AS s
WHERE s.status = 'active';

INSERT INTO agentkit.runs (run_id, session_id, created_at, completed_at, lease_expires_at, workspace_id, user_id, agent_id, status)
SELECT
    pg_temp.id(3, row_number() OVER (ORDER BY s.session_id)),
    s.session_id,
    s.created_at,
    CASE WHEN s.status = 'closed' THEN now() END,
    CASE WHEN s.status = 'active' THEN now() + interval '1 hour' END,
    s.workspace_id,
    s.user_id,
    s.agent_id,
    CASE s.status WHEN 'active' THEN 'running' ELSE 'completed' END
FROM agentkit.sessions AS s;

INSERT INTO agentkit.tool_runs (
    tool_run_id, session_id, created_at, started_at, completed_at, workspace_id, user_id, tool_name, status, input, output
)
SELECT
    pg_temp.id(4, row_number() OVER (ORDER BY s.session_id)),
    s.session_id,
    s.created_at,
    s.created_at,
    now(),
    s.workspace_id,
    s.user_id,
    'tool-' || k.n,
    'succeeded',
    '{}',
    '{}'
FROM agentkit.sessions AS s
CROSS JOIN generate_series(1, 2) AS k (n);

INSERT INTO agentkit.events (event_id, occurred_at, session_id, workspace_id, user_id, category, type, payload)
SELECT
    pg_temp.id(5, row_number() OVER (ORDER BY s.session_id)),
    s.created_at,
    s.session_id,
    s.workspace_id,
    s.user_id,
    (ARRAY['hook', 'response', 'phase'])[k.n],
    'type-' || k.n,
    '{}'
FROM agentkit.sessions AS s
CROSS JOIN generate_series(1, 3) AS k (n);

INSERT INTO agentkit.tasks (task_id, created_at, due_at, session_id, workspace_id, user_id, status, title)
SELECT
    pg_temp.id(6, row_number() OVER (ORDER BY s.session_id)),
    s.created_at,
    now() + interval '1 day',
    s.session_id,
    s.workspace_id,
    s.user_id,
    'pending',
    'refund'
FROM agentkit.sessions AS s
WHERE s.status = 'active';

INSERT INTO agentkit.task_steps (task_id, step_number, requires_approval, workspace_id, user_id, status, title)
SELECT task_id, 1, false, workspace_id, user_id, 'pending', 'pay'
FROM agentkit.tasks;

ANALYZE;
