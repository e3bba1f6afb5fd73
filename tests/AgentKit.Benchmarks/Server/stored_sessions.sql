INSERT INTO {schema}.sessions (session_id, workspace_id, user_id, agent_id, created_at, active_bucket, version, turn_count, last_turn_at)
SELECT
    id,
    $2,
    $3,
    'support',
    now(),
    date_bin('5 minutes', now(), '2000-01-01'),
    $4 + 1,
    $4,
    now()
FROM unnest($1::uuid[]) AS id
