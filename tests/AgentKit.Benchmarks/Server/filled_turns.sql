INSERT INTO agentkit.turns (session_id, workspace_id, user_id, turn_number, version, created_at, role, content)
SELECT
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    'w-' || n % $3,
    'u-' || n / $3 % 10,
    t,
    2 + (t - 1) / 2,
    now(),
    CASE t % 2 WHEN 1 THEN 'user' ELSE 'assistant' END,
    json_build_array(json_build_object('type', 'text', 'text', repeat('Where is order ' || n || '-' || t || '? ', 8)))
FROM generate_series($1, $2) AS n
CROSS JOIN generate_series(1, $4) AS t
