INSERT INTO {schema}.sessions (session_id, workspace_id, user_id, agent_id, created_at, active_bucket)
SELECT
    ($1 || lpad(to_hex(n), 12, '0'))::uuid,
    $2,
    $3,
    'support',
    now(),
    date_bin('5 minutes', now(), '2000-01-01')
FROM generate_series(0, $4 - 1) AS n
