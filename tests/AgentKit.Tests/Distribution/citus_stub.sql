-- As much of Citus as sql/citus.sql calls: functions of the same names and parameters that keep a record, refuse what Citus refuses, and take the table
-- itself for its only shard. What is read from the nodes can be set, to play a node that differs.
CREATE SCHEMA citus_stub;

CREATE TABLE citus_stub.calls (
    call_number  bigint  GENERATED ALWAYS AS IDENTITY,
    call         text    NOT NULL
);

CREATE TABLE citus_stub.pg_dist_partition (
    logicalrelid   regclass  NOT NULL PRIMARY KEY,
    partkey        text      NOT NULL,
    beside         text      NOT NULL
);

CREATE FUNCTION citus_stub.create_distributed_table(
    table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash', colocate_with text DEFAULT 'default')
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO citus_stub.calls (call) VALUES (format('create_distributed_table %s by %s with %s', table_name, distribution_column, colocate_with));
    IF EXISTS (SELECT FROM citus_stub.pg_dist_partition AS p WHERE p.logicalrelid = table_name) THEN
        RAISE EXCEPTION 'table "%" is already distributed', table_name;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = table_name AND a.attname = distribution_column) THEN
        RAISE EXCEPTION 'column "%" of relation "%" does not exist', distribution_column, table_name;
    END IF;
    IF colocate_with NOT IN ('default', 'none')
        AND NOT EXISTS (SELECT FROM citus_stub.pg_dist_partition AS p WHERE p.logicalrelid = colocate_with::regclass) THEN
        RAISE EXCEPTION 'relation % is not distributed', colocate_with;
    END IF;
    IF EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = table_name AND NOT t.tgisinternal) THEN
        RAISE EXCEPTION 'cannot distribute relation "%" because it has triggers', table_name;
    END IF;
    IF EXISTS (
        SELECT
        FROM pg_constraint AS k
        WHERE k.conrelid = table_name
            AND k.contype = 'f'
            AND k.confrelid <> table_name
            AND NOT EXISTS (SELECT FROM citus_stub.pg_dist_partition AS p WHERE p.logicalrelid = k.confrelid)) THEN
        RAISE EXCEPTION 'cannot create foreign key constraint: "%" refers to a table that is not distributed', table_name;
    END IF;
    INSERT INTO citus_stub.pg_dist_partition VALUES (table_name, distribution_column, colocate_with);
END
$$;

CREATE FUNCTION citus_stub.create_distributed_function(function_name regprocedure)
RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO citus_stub.calls (call) VALUES (format('create_distributed_function %s', function_name))
$$;

CREATE FUNCTION citus_stub.truncate_local_data_after_distributing_table(table_name regclass)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO citus_stub.calls (call) VALUES (format('truncate_local_data_after_distributing_table %s', table_name));
    EXECUTE format('TRUNCATE %s CASCADE', table_name);
END
$$;

CREATE FUNCTION citus_stub.run_command_on_placements(table_name regclass, command text, parallel boolean DEFAULT true)
RETURNS TABLE (nodename text, nodeport integer, shardid bigint, success boolean, result text)
LANGUAGE plpgsql
AS $$
BEGIN
    nodename := 'worker-1';
    nodeport := 5432;
    shardid := 102008;
    success := true;
    EXECUTE replace(command, '%s', table_name::text) INTO result;
    result := COALESCE(NULLIF(current_setting('citus_stub.result_on_shards', true), ''), result);
    RETURN NEXT;
END
$$;

CREATE FUNCTION citus_stub.run_command_on_workers(command text, parallel boolean DEFAULT true)
RETURNS TABLE (nodename text, nodeport integer, success boolean, result text)
LANGUAGE plpgsql
AS $$
DECLARE
    answer boolean;
BEGIN
    nodename := 'worker-1';
    nodeport := 5432;
    success := true;
    EXECUTE command INTO answer;
    result := COALESCE(NULLIF(current_setting('citus_stub.result_on_workers', true), ''), CASE WHEN answer THEN 't' ELSE 'f' END);
    RETURN NEXT;
END
$$;
