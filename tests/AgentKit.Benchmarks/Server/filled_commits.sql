-- A commit for each pair of turns, and one for the creation.
INSERT INTO agentkit.session_commits (
    session_id, workspace_id, user_id, agent_id, status, operation_id, version, feed_position, turn_count, input_tokens, output_tokens, cost
)
SELECT
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    'w-' || n % $3,
    'u-' || n / $3 % 10,
    'support',
    'active',
    gen_random_uuid(),
    v,
    n,
    2 * (v - 1),
    0,
    0,
    0
FROM generate_series($1, $2) AS n
CROSS JOIN generate_series(1, 1 + $4 / 2) AS v
