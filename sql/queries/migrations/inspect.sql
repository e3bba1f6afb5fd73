-- What is there before anything is done. Read from the catalogs, which need no right on the schema and do not fail where it is missing.
SELECT
    session_user::text AS Login,
    current_database()::text AS Database,
    EXISTS (
        SELECT
        FROM pg_roles
        WHERE rolname = :'app_role'
    ) AS RoleExists,
    COALESCE((
        SELECT
            pg_has_role(
                session_user,
                oid,
                -- To be a member was to be able to become the role, until 16 made that a right of its own.
                CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)
        FROM pg_roles
        WHERE rolname = :'app_role'
    ), false) AS MayBecomeRole,
    EXISTS (
        SELECT
        FROM pg_namespace
        WHERE nspname = :'schema'
    ) AS SchemaExists,
    EXISTS (
        SELECT
        FROM pg_class
        JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
        WHERE nspname = :'schema'
    ) AS SchemaHasRelations,
    EXISTS (
        SELECT
        FROM pg_class
        JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
        WHERE nspname = :'schema' AND relname = 'schema_migrations'
    ) AS LedgerExists,
    COALESCE((
        SELECT has_schema_privilege(pg_namespace.oid, 'USAGE') AND has_table_privilege(pg_class.oid, 'SELECT')
        FROM pg_class
        JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
        WHERE nspname = :'schema' AND relname = 'schema_migrations'
    ), false) AS MayReadLedger
