-- Transactions that have written and stay open: they hold up the change feeds of all workspaces, and vacuum. Prepared ones survive a restart.
SELECT
    a.pid::text AS name,
    COALESCE(a.usename::text, '') AS owner,
    EXTRACT(epoch FROM clock_timestamp() - a.xact_start)::double precision AS seconds,
    false AS is_prepared
FROM pg_stat_activity AS a
WHERE a.backend_xid IS NOT NULL
    AND a.xact_start < clock_timestamp() - interval '5 minutes'
UNION ALL
SELECT
    p.gid,
    p.owner::text,
    EXTRACT(epoch FROM clock_timestamp() - p.prepared)::double precision,
    true
FROM pg_prepared_xacts AS p
WHERE p.prepared < clock_timestamp() - interval '5 minutes'
ORDER BY seconds DESC
