-- Isolation, stated once: every table of AgentKit is isolated by a call of this function, so that no table can have rules of its own
-- making. The policies compare with settings that live for one transaction; an unset setting is '' and matches no row, because no
-- workspace_id and no user_id may be empty.
--
-- owned_by 'user':      the user reads and writes their own rows, an admin reads all of the workspace, a service reads and writes all.
-- owned_by 'workspace': everybody in the workspace reads the rows, a service writes them.
-- owned_by 'shared':    everybody in the workspace reads and writes the rows: counters that all of them move.
-- owned_by 'audit':     everybody adds rows about themselves, an admin and a service read them, nobody changes one, a service removes them.
--
-- grouped_by: the key of a table whose rows are also written for several users in one transaction, each of whom has their own rights in it. Such a
-- transaction is at level 'group', at which nobody is the user. Instead there are 256 settings, user_of_00 to user_of_ff: what they name is the user
-- for the rows whose key ends in these two digits. One user at most for each, so that nobody reaches a row by the rights of another one.
-- A group of 200 users then costs about a seventh more than one of a service; putting each user's scope in force in turn cost three times as much.
-- A commit that goes by itself costs the server three in a hundred more with the longer policies; asking them for the level too, twice that.
--
-- One PERMISSIVE policy per command: RESTRICTIVE ones turn permissive on Citus workers, and a second PERMISSIVE one would widen the first.
-- No subqueries: rows that a user owns carry user_id themselves.
CREATE FUNCTION :"schema".isolate(in_schema name, in_table name, app_role name, owned_by text, grouped_by name DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    in_workspace text := $rule$workspace_id = current_setting('agentkit.workspace_id', true)$rule$;
    is_owner     text := $rule$user_id = current_setting('agentkit.user_id', true)$rule$;
    is_reader    text := $rule$current_setting('agentkit.access', true) IN ('admin', 'service')$rule$;
    is_service   text := $rule$current_setting('agentkit.access', true) = 'service'$rule$;
    is_member    text := $rule$user_id = current_setting('agentkit.user_of_' || right(%I::text, 2), true)$rule$;
    target       text := format('%I.%I', in_schema, in_table);
    can_read     text;
    can_insert   text;
    can_update   text;
    can_delete   text;
BEGIN
    IF owned_by = 'user' THEN
        can_read   := format('%s AND (%s OR %s)', in_workspace, is_owner, is_reader);
        can_insert := format('%s AND (%s OR %s)', in_workspace, is_owner, is_service);
    ELSIF owned_by = 'workspace' THEN
        can_read   := in_workspace;
        can_insert := format('%s AND %s', in_workspace, is_service);
    ELSIF owned_by = 'shared' THEN
        can_read   := in_workspace;
        can_insert := in_workspace;
    ELSIF owned_by = 'audit' THEN
        can_read   := format('%s AND %s', in_workspace, is_reader);
        can_insert := format('%s AND %s', in_workspace, is_owner);
        can_update := 'false';
        can_delete := format('%s AND %s', in_workspace, is_service);
    ELSE
        RAISE EXCEPTION 'owned_by must be ''user'', ''workspace'', ''shared'' or ''audit'', not %', owned_by;
    END IF;

    IF grouped_by IS NOT NULL THEN
        is_member  := format(is_member, grouped_by);
        can_read   := format('%s AND (%s OR %s OR %s)', in_workspace, is_owner, is_reader, is_member);
        can_insert := format('%s AND (%s OR %s OR %s)', in_workspace, is_owner, is_service, is_member);
    END IF;

    can_update := COALESCE(can_update, can_insert);
    can_delete := COALESCE(can_delete, can_insert);

    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY agentkit_select ON %s FOR SELECT TO %I USING (%s)', target, app_role, can_read);
    EXECUTE format('CREATE POLICY agentkit_insert ON %s FOR INSERT TO %I WITH CHECK (%s)', target, app_role, can_insert);
    EXECUTE format('CREATE POLICY agentkit_update ON %s FOR UPDATE TO %I USING (%s) WITH CHECK (%s)', target, app_role, can_update, can_update);
    EXECUTE format('CREATE POLICY agentkit_delete ON %s FOR DELETE TO %I USING (%s)', target, app_role, can_delete);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', target, app_role);
END
$$;

REVOKE ALL ON FUNCTION :"schema".isolate(name, name, name, text, name) FROM PUBLIC;
