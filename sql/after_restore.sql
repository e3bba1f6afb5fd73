-- Begins a new generation of the change feed. Run it once, while the application is stopped, after
--
--   * a dump was restored into another server, or rows came there by logical replication;
--   * the server was set back to a point in time, or failed over to a standby that had not received everything.
--
-- The server then gives out transaction ids that are in use already, and the feed would leave out what it takes for the past. It does not
-- guess: where it can tell, it throws ChangeFeedException. Cursors that hosts keep stay valid; nothing is rewritten.
--
--     psql -v ON_ERROR_STOP=1 -v schema=agentkit -f sql/after_restore.sql
--
-- The name travels through a setting, because psql replaces no tokens inside a $$ body.
SET agentkit.restored_schema = :'schema';

DO $$
DECLARE
    in_schema  name := current_setting('agentkit.restored_schema');
    generation bigint;
BEGIN
    EXECUTE format('SELECT (%I.feed_position(''0'') >> 48) + 1', in_schema) INTO generation;
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION %I.feed_position(transaction_id xid8) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS %L',
        in_schema,
        format('SELECT (%s::bigint << 48) + $1::text::bigint', generation));
END
$$;

RESET agentkit.restored_schema;
