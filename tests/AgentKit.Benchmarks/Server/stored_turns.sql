INSERT INTO {schema}.turns (session_id, workspace_id, user_id, turn_number, version, created_at, role, has_tool_result, content)
SELECT
    id,
    $2,
    $3,
    n,
    n + 1,
    now(),
    ($5::text[])[1 + (n - 1) % 4],
    (n - 1) % 4 = 2,
    ($6::text[])[1 + (n - 1) % 4]::json
FROM unnest($1::uuid[]) AS id
CROSS JOIN generate_series(1, $4) AS n
