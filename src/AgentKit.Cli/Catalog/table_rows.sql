-- About how many rows each table holds: PostgreSQL's own count, because row-level security hides them from the owner too.
SELECT
    c.relname::text AS table_name,
    GREATEST(pg_stat_get_live_tuples(c.oid), c.reltuples::bigint, 0) AS live_rows
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = @Schema
    AND c.relkind = 'r'
    AND c.relname <> 'schema_migrations'
ORDER BY c.relname
