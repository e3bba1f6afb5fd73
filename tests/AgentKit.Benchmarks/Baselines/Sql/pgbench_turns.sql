SELECT COALESCE(sum(version - 1), 0)::bigint
FROM {schema}.sessions
WHERE workspace_id = $2
    AND session_id >= ($1 || '000000000000')::uuid
    AND session_id <= ($1 || 'ffffffffffff')::uuid
