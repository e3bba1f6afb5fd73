-- Everything that would let a row be seen by somebody else, one line each with its remedy. Runs under the application role.
-- The policies are compared with their exact text, as PostgreSQL prints it: one more of them, or one that says "OR true", exposes a table.
WITH expected_policies (owned_by, command, can_see, can_write) AS (
    VALUES
        ('user', 'r', 'owner or reader', NULL),
        ('user', 'a', NULL, 'owner or service'),
        ('user', 'w', 'owner or service', 'owner or service'),
        ('user', 'd', 'owner or service', NULL),
        ('user or member', 'r', 'owner, reader or member', NULL),
        ('user or member', 'a', NULL, 'owner, service or member'),
        ('user or member', 'w', 'owner, service or member', 'owner, service or member'),
        ('user or member', 'd', 'owner, service or member', NULL),
        ('workspace', 'r', 'anybody', NULL),
        ('workspace', 'a', NULL, 'service'),
        ('workspace', 'w', 'service', 'service'),
        ('workspace', 'd', 'service', NULL),
        ('shared', 'r', 'anybody', NULL),
        ('shared', 'a', NULL, 'anybody'),
        ('shared', 'w', 'anybody', 'anybody'),
        ('shared', 'd', 'anybody', NULL),
        ('audit', 'r', 'reader', NULL),
        ('audit', 'a', NULL, 'owner'),
        ('audit', 'w', 'nobody', 'nobody'),
        ('audit', 'd', 'service', NULL)
),
rules (name, expression) AS (
    VALUES
        ('anybody', '(workspace_id = current_setting(''agentkit.workspace_id''::text, true))'),
        ('service', '((workspace_id = current_setting(''agentkit.workspace_id''::text, true))'
            || ' AND (current_setting(''agentkit.access''::text, true) = ''service''::text))'),
        ('nobody', 'false'),
        ('owner', '((workspace_id = current_setting(''agentkit.workspace_id''::text, true))'
            || ' AND (user_id = current_setting(''agentkit.user_id''::text, true)))'),
        ('reader', '((workspace_id = current_setting(''agentkit.workspace_id''::text, true))'
            || ' AND (current_setting(''agentkit.access''::text, true) = ANY (ARRAY[''admin''::text, ''service''::text])))'),
        ('owner or service', '((workspace_id = current_setting(''agentkit.workspace_id''::text, true))'
            || ' AND ((user_id = current_setting(''agentkit.user_id''::text, true))'
            || ' OR (current_setting(''agentkit.access''::text, true) = ''service''::text)))'),
        ('owner or reader', '((workspace_id = current_setting(''agentkit.workspace_id''::text, true))'
            || ' AND ((user_id = current_setting(''agentkit.user_id''::text, true))'
            || ' OR (current_setting(''agentkit.access''::text, true) = ANY (ARRAY[''admin''::text, ''service''::text]))))'),
        ('owner, service or member', '((workspace_id = current_setting(''agentkit.workspace_id''::text, true))'
            || ' AND ((user_id = current_setting(''agentkit.user_id''::text, true))'
            || ' OR (current_setting(''agentkit.access''::text, true) = ''service''::text)'
            || ' OR (user_id = current_setting((''agentkit.user_of_''::text || "right"((<key>)::text, 2)), true))))'),
        ('owner, reader or member', '((workspace_id = current_setting(''agentkit.workspace_id''::text, true))'
            || ' AND ((user_id = current_setting(''agentkit.user_id''::text, true))'
            || ' OR (current_setting(''agentkit.access''::text, true) = ANY (ARRAY[''admin''::text, ''service''::text]))'
            || ' OR (user_id = current_setting((''agentkit.user_of_''::text || "right"((<key>)::text, 2)), true))))')
),
tables AS (
    SELECT
        c.oid AS table_oid,
        c.relname AS table_name,
        c.relrowsecurity AS is_enabled,
        c.relforcerowsecurity AS is_forced,
        c.relowner = (SELECT r.oid FROM pg_roles AS r WHERE r.rolname = current_user) AS is_own,
        CASE
            WHEN c.relname = 'access_log' THEN 'audit'
            WHEN c.relname IN ('sessions', 'turns', 'session_commits', 'tool_runs', 'events') THEN 'user or member'
            WHEN EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'user_id' AND NOT a.attisdropped) THEN 'user'
            WHEN c.relname IN ('budget_spending', 'budget_reservations', 'erasure_receipts') THEN 'shared'
            ELSE 'workspace'
        END AS owned_by,
        CASE c.relname
            WHEN 'tool_runs' THEN 'tool_run_id'
            WHEN 'events' THEN 'event_id'
            ELSE 'session_id'
        END AS grouped_by
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = :'schema'
        AND c.relkind IN ('r', 'p')
        AND c.relname <> 'schema_migrations'
),
policies AS (
    SELECT
        t.table_name,
        p.polname AS policy_name,
        p.polcmd AS command,
        EXISTS (
            SELECT
            FROM expected_policies AS e
            LEFT JOIN rules AS see ON see.name = e.can_see
            LEFT JOIN rules AS write ON write.name = e.can_write
            WHERE e.owned_by = t.owned_by
                AND e.command = p.polcmd::text
                AND p.polpermissive
                AND p.polroles = ARRAY[(SELECT r.oid FROM pg_roles AS r WHERE r.rolname = current_user)]
                AND replace(see.expression, '<key>', t.grouped_by) IS NOT DISTINCT FROM pg_get_expr(p.polqual, p.polrelid)
                AND replace(write.expression, '<key>', t.grouped_by) IS NOT DISTINCT FROM pg_get_expr(p.polwithcheck, p.polrelid)
        ) AS is_expected
    FROM tables AS t
    JOIN pg_policy AS p ON p.polrelid = t.table_oid
)
SELECT
    format('role %I is a superuser or bypasses row-level security: ALTER ROLE %I NOSUPERUSER NOBYPASSRLS', r.rolname, r.rolname) AS Problem
FROM pg_roles AS r
WHERE r.rolname = current_user AND (r.rolsuper OR r.rolbypassrls)
UNION ALL
SELECT format('role %I is a member of %I, which may own the tables: REVOKE %I FROM %I', current_user, g.rolname, g.rolname, current_user)
FROM pg_auth_members AS m
JOIN pg_roles AS g ON g.oid = m.roleid
JOIN pg_roles AS r ON r.oid = m.member
WHERE r.rolname = current_user
UNION ALL
SELECT format('role %I owns table %I: ALTER TABLE %I.%I OWNER TO another role', current_user, t.table_name, :'schema', t.table_name)
FROM tables AS t
WHERE t.is_own
UNION ALL
SELECT format('role %I may truncate %I, past every policy: REVOKE TRUNCATE ON %I.%I FROM %I, PUBLIC', current_user, t.table_name, :'schema', t.table_name, current_user)
FROM tables AS t
WHERE has_table_privilege(current_user, t.table_oid, 'TRUNCATE')
UNION ALL
-- A view reads with the rights of its owner, whom the policies may not bind, unless it says otherwise.
SELECT format(
    '%s %I shows rows by the rights of its owner: DROP %s %I.%I',
    lower(v.kind), v.view_name, v.kind, :'schema', v.view_name)
FROM (
    SELECT
        c.oid AS view_oid,
        c.relname AS view_name,
        CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END AS kind
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = :'schema'
        AND c.relkind IN ('v', 'm')
        AND NOT COALESCE(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
) AS v
WHERE has_any_column_privilege(current_user, v.view_oid, 'SELECT')
UNION ALL
SELECT format(
    'function %I.%I runs with the rights of its owner: ALTER FUNCTION %I.%I(%s) SECURITY INVOKER',
    :'schema', f.proname, :'schema', f.proname, pg_get_function_identity_arguments(f.oid))
FROM pg_proc AS f
JOIN pg_namespace AS n ON n.oid = f.pronamespace
WHERE n.nspname = :'schema'
    AND f.prosecdef
    AND has_function_privilege(current_user, f.oid, 'EXECUTE')
UNION ALL
SELECT format('row-level security is not enabled on %I: ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', t.table_name, :'schema', t.table_name)
FROM tables AS t
WHERE NOT t.is_enabled
UNION ALL
SELECT format('row-level security is not forced on %I: ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', t.table_name, :'schema', t.table_name)
FROM tables AS t
WHERE NOT t.is_forced
UNION ALL
SELECT format('policy %I on %I is not one of AgentKit''s: DROP POLICY %I ON %I.%I', p.policy_name, p.table_name, p.policy_name, :'schema', p.table_name)
FROM policies AS p
WHERE NOT p.is_expected
UNION ALL
SELECT format('%I has %s of the 4 policies it needs: take the migration that made it down and up again', t.table_name, count(DISTINCT p.command))
FROM tables AS t
LEFT JOIN policies AS p ON p.table_name = t.table_name AND p.is_expected
GROUP BY t.table_name
HAVING count(DISTINCT p.command) <> 4
