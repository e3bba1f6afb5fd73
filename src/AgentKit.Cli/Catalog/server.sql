-- What there is to know of the server and of the login, in one row.
SELECT
    current_setting('server_version') AS version,
    current_setting('server_version_num')::integer AS version_number,
    pg_is_in_recovery() AS is_standby,
    pg_backend_pid() AS process_id,
    current_database()::text AS database,
    session_user::text AS login,
    r.rolsuper OR r.rolbypassrls AS is_powerful,
    EXISTS (
        SELECT
        FROM pg_roles
        WHERE rolname = @Role
    ) AS role_exists,
    COALESCE((
        SELECT
            pg_has_role(
                session_user,
                oid,
                CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)
        FROM pg_roles
        WHERE rolname = @Role
    ), false) AS may_become_role,
    COALESCE((
        SELECT pg_has_role(session_user, oid, 'USAGE')
        FROM pg_roles
        WHERE rolname = @Role
    ), false) AS inherits_role,
    EXISTS (
        SELECT
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = @Schema
            AND c.relkind = 'r'
            AND pg_has_role(session_user, c.relowner, 'USAGE')
    ) AS owns_tables,
    (
        SELECT count(*)
        FROM pg_stat_activity
        WHERE backend_type = 'client backend'
    ) AS connections,
    current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint AS most_connections,
    current_setting('autovacuum')::boolean AS has_autovacuum,
    current_setting('fsync')::boolean AND current_setting('full_page_writes')::boolean AS is_durable
FROM pg_roles AS r
WHERE r.rolname = session_user
