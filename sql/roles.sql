-- The application role, under which every statement of AgentKit runs: it owns nothing and cannot bypass row-level security. The login
-- that connects becomes it for each transaction.
--
-- The library runs this file when the role is missing or the login may not become it, and the login has CREATEROLE. Otherwise a database
-- administrator runs it once per cluster and login (roles belong to the cluster, not to a database); running it again changes nothing:
--
--     psql -v ON_ERROR_STOP=1 -v app_role=agentkit_app -v login=myapp -f sql/roles.sql
--
-- The names travel through settings, because neither psql nor the library replaces tokens inside a $$ body.
SET agentkit.setup_role = :'app_role';
SET agentkit.setup_login = :'login';

DO $$
DECLARE
    app_role text := current_setting('agentkit.setup_role');
    login    text := current_setting('agentkit.setup_login');
    grants   text := format('GRANT %I TO %I', app_role, login);
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = app_role) THEN
        BEGIN
            EXECUTE format(
                'CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOREPLICATION NOCREATEDB NOCREATEROLE NOINHERIT',
                app_role);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL; -- a migration of another database made it at this moment
        END;
    END IF;

    -- Become it, but hold none of its rights before: a statement that forgot to is then refused. Before PostgreSQL 16 this was not a
    -- matter of the membership but of the login: NOINHERIT.
    IF current_setting('server_version_num')::integer >= 160000 THEN
        grants := grants || ' WITH SET TRUE, INHERIT FALSE';
    END IF;

    -- Two databases that are migrated at once can meet at the same row of pg_auth_members; the second finds it done.
    FOR attempt IN 1..3 LOOP
        BEGIN
            EXECUTE grants;
            EXIT;
        EXCEPTION
            WHEN unique_violation OR internal_error THEN
                IF attempt = 3 THEN
                    RAISE;
                END IF;
        END;
    END LOOP;
END
$$;

RESET agentkit.setup_role;
RESET agentkit.setup_login;
