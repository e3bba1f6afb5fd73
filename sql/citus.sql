-- Distributes the tables by workspace over the nodes of Citus, and makes the function by which a scope reaches them. A superuser runs it on the
-- coordinator, in the database that AgentKit was migrated in, while the application is stopped; and again after each upgrade of the schema,
-- for the tables that are new. What is distributed stays as it is:
--
--     psql -X -q -v ON_ERROR_STOP=1 -v schema=agentkit -v app_role=agentkit_app -f sql/citus.sql
--
-- Not in one transaction (-1): each table is a transaction of its own, and a run that was broken off is run again. What has to be there before,
-- and what a host has to set, is in SCALING.md.

-- The nodes show no rows unless the scope arrives there. set_config stays on the coordinator; what travels is SET LOCAL, in a transaction block and
-- under this setting of Citus. Outside of a transaction block nothing travels, and nothing is seen. Each SET is a statement of its own, because
-- Citus passes on the text of the statement that it meets.
CREATE OR REPLACE FUNCTION :"schema".set_context(workspace_id text, user_id text, access text)
RETURNS void
LANGUAGE plpgsql
SET citus.propagate_set_commands = 'local'
AS $$
BEGIN
    EXECUTE format('SET LOCAL agentkit.workspace_id = %L', COALESCE(workspace_id, ''));
    EXECUTE format('SET LOCAL agentkit.user_id = %L', COALESCE(user_id, ''));
    EXECUTE format('SET LOCAL agentkit.access = %L', COALESCE(access, ''));
END
$$;

-- The coordinator connects to the nodes as the role that a statement runs under. It passes this on; how the role authenticates there
-- (pg_hba.conf, pg_dist_authinfo) is the cluster's.
ALTER ROLE :"app_role" LOGIN;

-- Queries that a node runs by itself call them, and the defaults of two tables the first.
SELECT create_distributed_function(format('%I.feed_position(xid8)', :'schema')::regprocedure);
SELECT create_distributed_function(format('%I.readable_blocks(json)', :'schema')::regprocedure);

-- What is referred to before what refers to it, and all of it beside the sessions: the rows of a workspace lie on one node, and every statement of
-- the library goes to one shard. schema_migrations is not here: it belongs to no workspace, and only the coordinator reads it.
SELECT format(
    'SELECT create_distributed_table(%L, %L, colocate_with => %L)',
    format('%I.%I', :'schema', t.table_name),
    'workspace_id',
    CASE t.table_name WHEN 'sessions' THEN 'none' ELSE format('%I.sessions', :'schema') END)
FROM (
    VALUES
        (1, 'sessions'),
        (2, 'session_state'),
        (3, 'session_commits'),
        (4, 'turns'),
        (5, 'archived_turns'),
        (6, 'session_summaries'),
        (7, 'runs'),
        (8, 'tool_runs'),
        (9, 'tasks'),
        (10, 'task_steps'),
        (11, 'budgets'),
        (12, 'budget_spending'),
        (13, 'budget_reservations'),
        (14, 'agents'),
        (15, 'preferences'),
        (16, 'preference_defaults'),
        (17, 'events'),
        (18, 'access_log'),
        (19, 'erasure_receipts')
) AS t (ordinal, table_name)
WHERE NOT EXISTS (
    SELECT
    FROM pg_dist_partition AS p
    WHERE p.logicalrelid = format('%I.%I', :'schema', t.table_name)::regclass
)
ORDER BY t.ordinal
\gexec

-- Rows that were there before have been copied. What is left of them on the coordinator is out of reach for everybody, erasures included.
SELECT format('SELECT truncate_local_data_after_distributing_table(%L)', c.oid::regclass)
FROM pg_dist_partition AS p
JOIN pg_class AS c ON c.oid = p.logicalrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = :'schema' AND pg_relation_size(c.oid) > 0
ORDER BY c.relname
\gexec

-- The library checks the tables of the coordinator when it starts. This is the same for the shards: row-level security as on the coordinator, to the
-- letter of each policy, and a role that cannot bypass it.
SET agentkit.setup_schema = :'schema';
SET agentkit.setup_role = :'app_role';

DO $$
DECLARE
    in_schema  text := current_setting('agentkit.setup_schema');
    app_role   text := current_setting('agentkit.setup_role');
    protection text := $query$
        SELECT md5(concat_ws(' ', c.relrowsecurity, c.relforcerowsecurity, string_agg(
            concat_ws(' ', p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[],
                pg_get_expr(p.polqual, p.polrelid), '/', pg_get_expr(p.polwithcheck, p.polrelid)),
            ' ' ORDER BY p.polname)))
        FROM pg_class AS c LEFT JOIN pg_policy AS p ON p.polrelid = c.oid
        WHERE c.oid = '%s'::regclass
        GROUP BY c.relrowsecurity, c.relforcerowsecurity
        $query$;
    target     regclass;
    expected   text;
    problem    text;
BEGIN
    FOR target IN
        SELECT c.oid
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = in_schema AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_migrations'
    LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition AS p WHERE p.logicalrelid = target) THEN
            RAISE EXCEPTION 'table % is not distributed: this file is older than the schema', target;
        END IF;

        EXECUTE replace(protection, '%s', target::text) INTO expected;
        SELECT format('shard %s of %s on %s:%s: %s', s.shardid, target, s.nodename, s.nodeport, s.result)
        INTO problem
        FROM run_command_on_placements(target, protection) AS s
        WHERE NOT s.success OR s.result IS DISTINCT FROM expected
        LIMIT 1;
        IF problem IS NOT NULL THEN
            RAISE EXCEPTION 'row-level security is not that of the coordinator: %', problem;
        END IF;
    END LOOP;

    SELECT format('%s:%s: %s', w.nodename, w.nodeport, w.result)
    INTO problem
    FROM run_command_on_workers(format(
        'SELECT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = %L AND r.rolcanlogin AND NOT r.rolsuper AND NOT r.rolbypassrls)',
        app_role)) AS w
    WHERE NOT w.success OR w.result IS DISTINCT FROM 't'
    LIMIT 1;
    IF problem IS NOT NULL THEN
        RAISE EXCEPTION 'role % is missing, is no LOGIN, or bypasses row-level security on %', app_role, problem
            USING HINT = 'Run roles.sql there, ALTER ROLE ... LOGIN NOSUPERUSER NOBYPASSRLS, then this file again.';
    END IF;
END
$$;

RESET agentkit.setup_schema;
RESET agentkit.setup_role;
