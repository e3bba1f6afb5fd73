-- About how many rows each table holds: PostgreSQL's own count, because row-level security hides them from the owner too. NULL where it has not counted
-- yet; a table without a page is empty.
SELECT
    c.relname::text AS table_name,
    CASE
        WHEN pg_relation_size(c.oid) = 0 THEN 0
        WHEN pg_stat_get_live_tuples(c.oid) > 0 OR c.reltuples >= 0 THEN GREATEST(pg_stat_get_live_tuples(c.oid), c.reltuples::bigint)
    END AS live_rows
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = @Schema
    AND c.relkind = 'r'
    AND c.relname <> 'schema_migrations'
ORDER BY c.relname
