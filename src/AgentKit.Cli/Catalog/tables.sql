-- How well the tables are looked after. Freeze age in per cent of what makes PostgreSQL refuse writes.
SELECT
    c.relname::text AS table_name,
    pg_stat_get_live_tuples(c.oid) AS live_rows,
    pg_stat_get_dead_tuples(c.oid) AS dead_rows,
    pg_stat_get_last_analyze_time(c.oid) IS NOT NULL
        OR pg_stat_get_last_autoanalyze_time(c.oid) IS NOT NULL
        OR EXISTS (SELECT FROM pg_stats AS s WHERE s.schemaname = n.nspname AND s.tablename = c.relname)
        OR c.reltuples > 0 AS is_analyzed,
    (age(c.relfrozenxid)::bigint * 100 / 2000000000)::integer AS freeze_age
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = @Schema
    AND c.relkind = 'r'
ORDER BY c.relname
