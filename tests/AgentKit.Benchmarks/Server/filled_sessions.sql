-- Sessions $1 to $2 with $4 turns each, spread over $3 workspaces of up to ten users; ids can be told from the number of the session.
INSERT INTO agentkit.sessions (session_id, workspace_id, user_id, agent_id, created_at, active_bucket, last_turn_at, version, turn_count)
SELECT
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    'w-' || n % $3,
    'u-' || n / $3 % 10,
    'support',
    t.at,
    date_bin('5 minutes', t.at, '2000-01-01'),
    t.at,
    1 + $4 / 2,
    $4
FROM generate_series($1, $2) AS n
CROSS JOIN LATERAL (SELECT now() - n * interval '1 second' AS at) AS t
