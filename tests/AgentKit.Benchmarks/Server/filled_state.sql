INSERT INTO agentkit.session_state (session_id, workspace_id, user_id)
SELECT
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    'w-' || n % $3,
    'u-' || n / $3 % 10
FROM generate_series($1, $2) AS n
