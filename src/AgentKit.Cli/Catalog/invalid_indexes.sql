-- Indexes that a failed or unfinished build has left: they cost every write and serve no read.
SELECT
    i.relname::text AS index_name
FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_namespace AS n ON n.oid = i.relnamespace
WHERE n.nspname = @Schema
    AND NOT x.indisvalid
ORDER BY i.relname
