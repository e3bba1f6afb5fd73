-- The schema as the migrations leave it, with the default names. For reading: the migrations are what is applied, and their
-- comments say why. Written by the test Snapshot_OfMigratedSchema_EqualsCommittedFile when AGENTKIT_UPDATE_SNAPSHOTS=1 is set.

CREATE SCHEMA agentkit;

GRANT USAGE ON SCHEMA agentkit TO agentkit_app;

CREATE OR REPLACE FUNCTION agentkit.feed_position(transaction_id xid8)
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$SELECT (0::bigint << 48) + $1::text::bigint$function$;
CREATE OR REPLACE FUNCTION agentkit.isolate(in_schema name, in_table name, app_role name, owned_by text, grouped_by name DEFAULT NULL::name)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;

REVOKE ALL ON FUNCTION agentkit.isolate(name,name,name,text,name) FROM PUBLIC;
CREATE OR REPLACE FUNCTION agentkit.readable_blocks(content json)
 RETURNS json
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
SELECT CASE
    WHEN json_typeof($1) <> 'array' THEN '[]'
    WHEN $1::text !~ '\\u(?:0000|[dD][89a-fA-F])' THEN $1
    ELSE regexp_replace(
        $1::text,
        '((?:\\(?:[^u]'
            '|u[dD][89abAB][[:xdigit:]]{2}\\u[dD][c-fC-F][[:xdigit:]]{2}'
            '|u(?:[1-9a-cA-CeEfF][[:xdigit:]]{3}|[dD][0-7][[:xdigit:]]{2}|0[1-9a-fA-F][[:xdigit:]]{2}|00[1-9a-fA-F][[:xdigit:]]|000[1-9a-fA-F])))+)'
            '|\\u[[:xdigit:]]{4}',
        '\1',
        'g')::json
END
$function$;

CREATE TABLE agentkit.access_log (
    access_id uuid NOT NULL,
    read_at timestamp with time zone NOT NULL,
    session_id uuid,
    subject_id uuid,
    workspace_id text NOT NULL,
    user_id text NOT NULL,
    operation text NOT NULL,
    subject_user_id text,
    CONSTRAINT access_log_pkey PRIMARY KEY (workspace_id, access_id),
    CONSTRAINT access_log_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT access_log_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

CREATE INDEX access_log_session_idx ON agentkit.access_log USING btree (workspace_id, session_id, access_id) WHERE (session_id IS NOT NULL);
CREATE INDEX access_log_user_idx ON agentkit.access_log USING btree (workspace_id, user_id, access_id);

ALTER TABLE agentkit.access_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.access_log FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.access_log AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));
CREATE POLICY agentkit_insert ON agentkit.access_log AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (user_id = current_setting('agentkit.user_id'::text, true))));
CREATE POLICY agentkit_select ON agentkit.access_log AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text]))));
CREATE POLICY agentkit_update ON agentkit.access_log AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (false)
    WITH CHECK (false);

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.access_log TO agentkit_app;

CREATE TABLE agentkit.agents (
    version bigint NOT NULL DEFAULT 1,
    registered_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    token_budget bigint,
    workspace_id text NOT NULL,
    agent_id text NOT NULL,
    name text NOT NULL,
    definition_hash text NOT NULL,
    model text,
    model_alias text,
    description text,
    tools text[] NOT NULL DEFAULT '{}'::text[],
    disabled_tools text[] NOT NULL DEFAULT '{}'::text[],
    phases jsonb NOT NULL DEFAULT '[]'::jsonb,
    settings jsonb NOT NULL DEFAULT '{}'::jsonb,
    instructions text NOT NULL DEFAULT ''::text,
    CONSTRAINT agents_pkey PRIMARY KEY (workspace_id, agent_id),
    CONSTRAINT agents_name_key UNIQUE (workspace_id, name),
    CONSTRAINT agents_agent_id_check CHECK ((agent_id <> ''::text)),
    CONSTRAINT agents_token_budget_check CHECK ((token_budget > 0)),
    CONSTRAINT agents_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

ALTER TABLE agentkit.agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.agents FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.agents AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));
CREATE POLICY agentkit_insert ON agentkit.agents AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));
CREATE POLICY agentkit_select ON agentkit.agents AS PERMISSIVE FOR SELECT TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_update ON agentkit.agents AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.agents TO agentkit_app;

CREATE TABLE agentkit.archived_turns (
    session_id uuid NOT NULL,
    turn_number bigint NOT NULL,
    version bigint NOT NULL,
    archived_version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cached_input_tokens bigint NOT NULL,
    reasoning_tokens bigint NOT NULL,
    has_tool_result boolean NOT NULL,
    latency_ms bigint,
    cost numeric NOT NULL,
    workspace_id text NOT NULL,
    user_id text,
    role text NOT NULL,
    author text,
    model text,
    intent json,
    metadata json,
    content json NOT NULL,
    CONSTRAINT archived_turns_pkey PRIMARY KEY (workspace_id, session_id, archived_version, turn_number),
    CONSTRAINT archived_turns_role_check CHECK ((role = ANY (ARRAY['system'::text, 'user'::text, 'assistant'::text, 'tool'::text]))),
    CONSTRAINT archived_turns_turn_number_check CHECK ((turn_number >= 1)),
    CONSTRAINT archived_turns_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT archived_turns_version_check CHECK ((archived_version > version)),
    CONSTRAINT archived_turns_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

CREATE INDEX archived_turns_age_idx ON agentkit.archived_turns USING btree (workspace_id, archived_at, session_id);

ALTER TABLE agentkit.archived_turns ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.archived_turns FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.archived_turns AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_insert ON agentkit.archived_turns AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_select ON agentkit.archived_turns AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])))));
CREATE POLICY agentkit_update ON agentkit.archived_turns AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.archived_turns TO agentkit_app;

CREATE TABLE agentkit.budget_reservations (
    reservation_id uuid NOT NULL,
    session_id uuid NOT NULL,
    tokens bigint NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    expires_at timestamp with time zone NOT NULL,
    run_id uuid,
    cost numeric NOT NULL,
    workspace_id text NOT NULL,
    agent_id text NOT NULL,
    CONSTRAINT budget_reservations_pkey PRIMARY KEY (workspace_id, reservation_id),
    CONSTRAINT budget_reservations_amount_check CHECK (((tokens >= 0) AND (cost >= (0)::numeric))),
    CONSTRAINT budget_reservations_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

CREATE INDEX budget_reservations_expiry_idx ON agentkit.budget_reservations USING btree (workspace_id, expires_at);
CREATE INDEX budget_reservations_session_idx ON agentkit.budget_reservations USING btree (workspace_id, session_id);

ALTER TABLE agentkit.budget_reservations ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.budget_reservations FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.budget_reservations AS PERMISSIVE FOR DELETE TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_insert ON agentkit.budget_reservations AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_select ON agentkit.budget_reservations AS PERMISSIVE FOR SELECT TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_update ON agentkit.budget_reservations AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)))
    WITH CHECK ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.budget_reservations TO agentkit_app;

CREATE TABLE agentkit.budget_spending (
    tokens bigint NOT NULL DEFAULT 0,
    period_started_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    cost numeric NOT NULL DEFAULT 0,
    workspace_id text NOT NULL,
    subject text NOT NULL,
    subject_id text NOT NULL,
    CONSTRAINT budget_spending_pkey PRIMARY KEY (workspace_id, subject, subject_id),
    CONSTRAINT budget_spending_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
) WITH (fillfactor=50);

ALTER TABLE agentkit.budget_spending ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.budget_spending FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.budget_spending AS PERMISSIVE FOR DELETE TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_insert ON agentkit.budget_spending AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_select ON agentkit.budget_spending AS PERMISSIVE FOR SELECT TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_update ON agentkit.budget_spending AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)))
    WITH CHECK ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.budget_spending TO agentkit_app;

CREATE TABLE agentkit.budgets (
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    session_id uuid,
    token_limit bigint,
    cost_limit numeric,
    workspace_id text NOT NULL,
    subject text NOT NULL,
    subject_id text NOT NULL,
    CONSTRAINT budgets_pkey PRIMARY KEY (workspace_id, subject, subject_id),
    CONSTRAINT budgets_limit_check CHECK (((token_limit > 0) OR (cost_limit > (0)::numeric))),
    CONSTRAINT budgets_session_id_check CHECK (((subject = 'session'::text) = (session_id IS NOT NULL))),
    CONSTRAINT budgets_subject_check CHECK ((subject = ANY (ARRAY['workspace'::text, 'agent'::text, 'session'::text]))),
    CONSTRAINT budgets_subject_id_check CHECK (((subject_id = ''::text) = (subject = 'workspace'::text))),
    CONSTRAINT budgets_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

CREATE INDEX budgets_session_idx ON agentkit.budgets USING btree (workspace_id, session_id) WHERE (session_id IS NOT NULL);

ALTER TABLE agentkit.budgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.budgets FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.budgets AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));
CREATE POLICY agentkit_insert ON agentkit.budgets AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));
CREATE POLICY agentkit_select ON agentkit.budgets AS PERMISSIVE FOR SELECT TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_update ON agentkit.budgets AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.budgets TO agentkit_app;

CREATE TABLE agentkit.erasure_receipts (
    erasure_id uuid NOT NULL,
    row_count bigint NOT NULL,
    erased_at timestamp with time zone NOT NULL,
    workspace_id text NOT NULL,
    table_name text NOT NULL,
    action text NOT NULL,
    CONSTRAINT erasure_receipts_pkey PRIMARY KEY (workspace_id, erasure_id, table_name, action),
    CONSTRAINT erasure_receipts_action_check CHECK ((action = ANY (ARRAY['removed'::text, 'pseudonymized'::text]))),
    CONSTRAINT erasure_receipts_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

ALTER TABLE agentkit.erasure_receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.erasure_receipts FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.erasure_receipts AS PERMISSIVE FOR DELETE TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_insert ON agentkit.erasure_receipts AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_select ON agentkit.erasure_receipts AS PERMISSIVE FOR SELECT TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_update ON agentkit.erasure_receipts AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)))
    WITH CHECK ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.erasure_receipts TO agentkit_app;

CREATE TABLE agentkit.events (
    event_id uuid NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    session_id uuid,
    run_id uuid,
    workspace_id text NOT NULL,
    user_id text,
    category text NOT NULL,
    type text NOT NULL,
    tool_name text,
    payload json,
    CONSTRAINT events_pkey PRIMARY KEY (workspace_id, event_id),
    CONSTRAINT events_category_check CHECK ((category = ANY (ARRAY['hook'::text, 'response'::text, 'phase'::text]))),
    CONSTRAINT events_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT events_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

CREATE INDEX events_category_idx ON agentkit.events USING btree (workspace_id, category, event_id);
CREATE INDEX events_run_idx ON agentkit.events USING btree (workspace_id, run_id, event_id) WHERE (run_id IS NOT NULL);
CREATE INDEX events_session_idx ON agentkit.events USING btree (workspace_id, session_id, event_id) WHERE (session_id IS NOT NULL);
CREATE INDEX events_type_idx ON agentkit.events USING btree (workspace_id, type, event_id);
CREATE INDEX events_user_idx ON agentkit.events USING btree (workspace_id, user_id, event_id) WHERE (user_id IS NOT NULL);

ALTER TABLE agentkit.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.events FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.events AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((event_id)::text, 2)), true)))));
CREATE POLICY agentkit_insert ON agentkit.events AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((event_id)::text, 2)), true)))));
CREATE POLICY agentkit_select ON agentkit.events AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((event_id)::text, 2)), true)))));
CREATE POLICY agentkit_update ON agentkit.events AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((event_id)::text, 2)), true)))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((event_id)::text, 2)), true)))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.events TO agentkit_app;

CREATE TABLE agentkit.preference_defaults (
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    workspace_id text NOT NULL,
    auto_execute_level text,
    locale text,
    time_zone_id text,
    response_style text,
    metadata jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT preference_defaults_pkey PRIMARY KEY (workspace_id),
    CONSTRAINT preference_defaults_auto_execute_level_check CHECK ((auto_execute_level = ANY (ARRAY['suggest_only'::text, 'confirm'::text, 'auto_low_risk'::text]))),
    CONSTRAINT preference_defaults_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

ALTER TABLE agentkit.preference_defaults ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.preference_defaults FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.preference_defaults AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));
CREATE POLICY agentkit_insert ON agentkit.preference_defaults AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));
CREATE POLICY agentkit_select ON agentkit.preference_defaults AS PERMISSIVE FOR SELECT TO agentkit_app
    USING ((workspace_id = current_setting('agentkit.workspace_id'::text, true)));
CREATE POLICY agentkit_update ON agentkit.preference_defaults AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND (current_setting('agentkit.access'::text, true) = 'service'::text)));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.preference_defaults TO agentkit_app;

CREATE TABLE agentkit.preferences (
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    workspace_id text NOT NULL,
    user_id text NOT NULL,
    auto_execute_level text,
    locale text,
    time_zone_id text,
    response_style text,
    metadata jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT preferences_pkey PRIMARY KEY (workspace_id, user_id),
    CONSTRAINT preferences_auto_execute_level_check CHECK ((auto_execute_level = ANY (ARRAY['suggest_only'::text, 'confirm'::text, 'auto_low_risk'::text]))),
    CONSTRAINT preferences_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT preferences_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

ALTER TABLE agentkit.preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.preferences FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.preferences AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_insert ON agentkit.preferences AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_select ON agentkit.preferences AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])))));
CREATE POLICY agentkit_update ON agentkit.preferences AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.preferences TO agentkit_app;

CREATE TABLE agentkit.runs (
    run_id uuid NOT NULL,
    session_id uuid NOT NULL,
    input_tokens bigint NOT NULL DEFAULT 0,
    output_tokens bigint NOT NULL DEFAULT 0,
    fencing_token bigint NOT NULL DEFAULT 0,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    lease_duration interval NOT NULL DEFAULT '00:05:00'::interval,
    parent_run_id uuid,
    claim_id uuid,
    token_limit bigint,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    heartbeat_at timestamp with time zone,
    lease_expires_at timestamp with time zone,
    cost numeric NOT NULL DEFAULT 0,
    cost_limit numeric,
    workspace_id text NOT NULL,
    user_id text,
    agent_id text NOT NULL,
    status text NOT NULL DEFAULT 'pending'::text,
    agent_type text,
    model text,
    model_alias text,
    provider_session_id text,
    lease_owner text,
    error_type text,
    error_message text,
    checkpoint json,
    metadata jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT runs_pkey PRIMARY KEY (workspace_id, run_id),
    CONSTRAINT runs_completed_check CHECK (((completed_at IS NOT NULL) = (status = ANY (ARRAY['completed'::text, 'failed'::text, 'canceled'::text])))),
    CONSTRAINT runs_cost_limit_check CHECK ((cost_limit > (0)::numeric)),
    CONSTRAINT runs_lease_check CHECK (((lease_expires_at IS NOT NULL) = (status = 'running'::text))),
    CONSTRAINT runs_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'running'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT runs_token_limit_check CHECK ((token_limit > 0)),
    CONSTRAINT runs_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT runs_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
) WITH (fillfactor=80);

CREATE INDEX runs_parent_idx ON agentkit.runs USING btree (workspace_id, parent_run_id, run_id) WHERE (parent_run_id IS NOT NULL);
CREATE INDEX runs_running_idx ON agentkit.runs USING btree (workspace_id, run_id) WHERE (status = 'running'::text);
CREATE INDEX runs_session_idx ON agentkit.runs USING btree (workspace_id, session_id, run_id);

ALTER TABLE agentkit.runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.runs FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.runs AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_insert ON agentkit.runs AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_select ON agentkit.runs AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])))));
CREATE POLICY agentkit_update ON agentkit.runs AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.runs TO agentkit_app;

CREATE TABLE agentkit.schema_migrations (
    applied_at timestamp with time zone NOT NULL DEFAULT now(),
    version integer NOT NULL,
    is_breaking boolean NOT NULL DEFAULT false,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_by text NOT NULL DEFAULT SESSION_USER,
    CONSTRAINT schema_migrations_pkey PRIMARY KEY (version),
    CONSTRAINT schema_migrations_version_check CHECK ((version >= 1))
);

GRANT SELECT ON agentkit.schema_migrations TO agentkit_app;

CREATE TABLE agentkit.session_commits (
    session_id uuid NOT NULL,
    operation_id uuid NOT NULL,
    version bigint NOT NULL,
    feed_position bigint NOT NULL DEFAULT agentkit.feed_position(pg_current_xact_id()),
    turn_count bigint NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    committed_at timestamp with time zone NOT NULL DEFAULT now(),
    last_turn_at timestamp with time zone,
    closed_at timestamp with time zone,
    run_id uuid,
    cost numeric NOT NULL,
    workspace_id text NOT NULL,
    user_id text,
    agent_id text NOT NULL,
    status text NOT NULL,
    phase text,
    status_reason text,
    assigned_to text,
    title text,
    metadata jsonb,
    CONSTRAINT session_commits_pkey PRIMARY KEY (workspace_id, session_id, version),
    CONSTRAINT session_commits_operation_key UNIQUE (workspace_id, session_id, operation_id)
);

CREATE INDEX session_commits_assigned_idx ON agentkit.session_commits USING btree (workspace_id, assigned_to) WHERE (assigned_to IS NOT NULL);
CREATE INDEX session_commits_feed_idx ON agentkit.session_commits USING btree (workspace_id, feed_position, session_id, version);
CREATE INDEX session_commits_metadata_idx ON agentkit.session_commits USING btree (workspace_id, session_id, version) WHERE (metadata IS NOT NULL);

ALTER TABLE agentkit.session_commits ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.session_commits FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.session_commits AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_insert ON agentkit.session_commits AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_select ON agentkit.session_commits AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_update ON agentkit.session_commits AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.session_commits TO agentkit_app;

CREATE TABLE agentkit.session_state (
    session_id uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    workspace_id text NOT NULL,
    user_id text,
    intents_seen jsonb NOT NULL DEFAULT '[]'::jsonb,
    templates_sent jsonb NOT NULL DEFAULT '[]'::jsonb,
    captured_data jsonb NOT NULL DEFAULT '{}'::jsonb,
    data jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT session_state_pkey PRIMARY KEY (workspace_id, session_id),
    CONSTRAINT session_state_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT session_state_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
) WITH (fillfactor=80);

ALTER TABLE agentkit.session_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.session_state FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.session_state AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_insert ON agentkit.session_state AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_select ON agentkit.session_state AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])))));
CREATE POLICY agentkit_update ON agentkit.session_state AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.session_state TO agentkit_app;

CREATE TABLE agentkit.session_summaries (
    session_id uuid NOT NULL,
    version bigint NOT NULL,
    through_turn bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    retired_version bigint,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cached_input_tokens bigint NOT NULL,
    reasoning_tokens bigint NOT NULL,
    latency_ms bigint,
    cost numeric NOT NULL,
    workspace_id text NOT NULL,
    user_id text,
    role text NOT NULL,
    author text,
    model text,
    intent json,
    metadata json,
    content json NOT NULL,
    CONSTRAINT session_summaries_pkey PRIMARY KEY (workspace_id, session_id, version),
    CONSTRAINT session_summaries_role_check CHECK ((role = ANY (ARRAY['system'::text, 'user'::text, 'assistant'::text, 'tool'::text]))),
    CONSTRAINT session_summaries_through_turn_check CHECK ((through_turn >= 1)),
    CONSTRAINT session_summaries_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT session_summaries_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
);

ALTER TABLE agentkit.session_summaries ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.session_summaries FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.session_summaries AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_insert ON agentkit.session_summaries AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_select ON agentkit.session_summaries AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])))));
CREATE POLICY agentkit_update ON agentkit.session_summaries AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.session_summaries TO agentkit_app;

CREATE TABLE agentkit.sessions (
    session_id uuid NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    feed_position bigint NOT NULL DEFAULT agentkit.feed_position(pg_current_xact_id()),
    turn_count bigint NOT NULL DEFAULT 0,
    input_tokens bigint NOT NULL DEFAULT 0,
    output_tokens bigint NOT NULL DEFAULT 0,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    active_bucket timestamp with time zone NOT NULL,
    last_turn_at timestamp with time zone,
    closed_at timestamp with time zone,
    parent_session_id uuid,
    forked_at_turn bigint,
    cost numeric NOT NULL DEFAULT 0,
    workspace_id text NOT NULL,
    user_id text,
    agent_id text NOT NULL,
    status text NOT NULL DEFAULT 'active'::text,
    kind text NOT NULL DEFAULT 'conversation'::text,
    phase text,
    status_reason text,
    assigned_to text,
    title text,
    conversation_key text,
    slug text,
    working_directory text,
    metadata jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT sessions_pkey PRIMARY KEY (workspace_id, session_id),
    CONSTRAINT sessions_scope_check CHECK (((workspace_id <> ''::text) AND (user_id <> ''::text))),
    CONSTRAINT sessions_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text, 'handed_off'::text, 'closed'::text, 'archived'::text])))
) WITH (fillfactor=80);

CREATE INDEX sessions_activity_idx ON agentkit.sessions USING btree (workspace_id, active_bucket, session_id);
CREATE INDEX sessions_assigned_idx ON agentkit.sessions USING btree (workspace_id, assigned_to) WHERE (assigned_to IS NOT NULL);
CREATE INDEX sessions_closed_idx ON agentkit.sessions USING btree (workspace_id, status, closed_at, session_id) WHERE (closed_at IS NOT NULL);
CREATE UNIQUE INDEX sessions_conversation_key ON agentkit.sessions USING btree (workspace_id, agent_id, conversation_key, COALESCE(user_id, ''::text)) WHERE ((conversation_key IS NOT NULL) AND (status <> ALL (ARRAY['closed'::text, 'archived'::text])));
CREATE UNIQUE INDEX sessions_slug_key ON agentkit.sessions USING btree (workspace_id, slug) WHERE (slug IS NOT NULL);
CREATE INDEX sessions_user_activity_idx ON agentkit.sessions USING btree (workspace_id, user_id, active_bucket, session_id);

ALTER TABLE agentkit.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.sessions FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.sessions AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_insert ON agentkit.sessions AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_select ON agentkit.sessions AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_update ON agentkit.sessions AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.sessions TO agentkit_app;

CREATE TABLE agentkit.task_steps (
    task_id uuid NOT NULL,
    fencing_token bigint NOT NULL DEFAULT 0,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    decision_id uuid,
    waiting_since timestamp with time zone,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    decided_at timestamp with time zone,
    step_number integer NOT NULL,
    attempt integer NOT NULL DEFAULT 1,
    requires_approval boolean NOT NULL,
    approved boolean,
    workspace_id text NOT NULL,
    user_id text,
    status text NOT NULL,
    title text NOT NULL,
    tool_name text,
    decided_by text,
    decision_comment text,
    status_reason text,
    input json,
    output json,
    earlier_decisions jsonb NOT NULL DEFAULT '[]'::jsonb,
    CONSTRAINT task_steps_pkey PRIMARY KEY (workspace_id, task_id, step_number),
    CONSTRAINT task_steps_approval_check CHECK (((NOT requires_approval) OR (approved IS TRUE) OR (status <> ALL (ARRAY['in_progress'::text, 'completed'::text])))),
    CONSTRAINT task_steps_decision_check CHECK ((((approved IS NULL) = (decision_id IS NULL)) AND ((approved IS NULL) = (decided_by IS NULL)) AND ((approved IS NULL) = (decided_at IS NULL)))),
    CONSTRAINT task_steps_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'in_progress'::text, 'waiting_approval'::text, 'completed'::text, 'failed'::text, 'canceled'::text, 'skipped'::text]))),
    CONSTRAINT task_steps_step_number_check CHECK ((step_number >= 1)),
    CONSTRAINT task_steps_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT task_steps_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
) WITH (fillfactor=80);

CREATE INDEX task_steps_decided_idx ON agentkit.task_steps USING btree (workspace_id, decided_by) WHERE (decided_by IS NOT NULL);
CREATE INDEX task_steps_earlier_idx ON agentkit.task_steps USING btree (workspace_id, task_id, step_number) WHERE (earlier_decisions <> '[]'::jsonb);
CREATE INDEX task_steps_inbox_idx ON agentkit.task_steps USING btree (workspace_id, task_id, step_number) WHERE (status = 'waiting_approval'::text);

ALTER TABLE agentkit.task_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.task_steps FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.task_steps AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_insert ON agentkit.task_steps AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_select ON agentkit.task_steps AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])))));
CREATE POLICY agentkit_update ON agentkit.task_steps AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.task_steps TO agentkit_app;

CREATE TABLE agentkit.tasks (
    task_id uuid NOT NULL,
    fencing_token bigint NOT NULL DEFAULT 0,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    session_id uuid,
    run_id uuid,
    claim_id uuid,
    sweep_id uuid,
    due_at timestamp with time zone,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    lease_expires_at timestamp with time zone,
    priority integer NOT NULL DEFAULT 0,
    workspace_id text NOT NULL,
    user_id text,
    status text NOT NULL,
    title text NOT NULL,
    lease_owner text,
    tool_name text,
    description text,
    status_reason text,
    input json,
    metadata jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT tasks_pkey PRIMARY KEY (workspace_id, task_id),
    CONSTRAINT tasks_lease_check CHECK ((((lease_owner IS NULL) = (lease_expires_at IS NULL)) AND ((lease_owner IS NULL) = (claim_id IS NULL)) AND ((lease_owner IS NULL) OR (status = ANY (ARRAY['pending'::text, 'in_progress'::text]))))),
    CONSTRAINT tasks_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'in_progress'::text, 'waiting_approval'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT tasks_user_id_check CHECK ((user_id <> ''::text)),
    CONSTRAINT tasks_workspace_id_check CHECK (((char_length(workspace_id) >= 1) AND (char_length(workspace_id) <= 200)))
) WITH (fillfactor=80);

CREATE INDEX tasks_claim_idx ON agentkit.tasks USING btree (workspace_id, priority DESC, task_id) WHERE (status = ANY (ARRAY['pending'::text, 'in_progress'::text]));
CREATE UNIQUE INDEX tasks_claim_key ON agentkit.tasks USING btree (workspace_id, claim_id) WHERE (claim_id IS NOT NULL);
CREATE INDEX tasks_due_idx ON agentkit.tasks USING btree (workspace_id, due_at, task_id) WHERE ((due_at IS NOT NULL) AND (status = ANY (ARRAY['pending'::text, 'in_progress'::text, 'waiting_approval'::text])));
CREATE INDEX tasks_run_idx ON agentkit.tasks USING btree (workspace_id, run_id, task_id) WHERE (run_id IS NOT NULL);
CREATE INDEX tasks_session_idx ON agentkit.tasks USING btree (workspace_id, session_id, task_id) WHERE (session_id IS NOT NULL);
CREATE INDEX tasks_sweep_idx ON agentkit.tasks USING btree (workspace_id, sweep_id) WHERE (sweep_id IS NOT NULL);
CREATE INDEX tasks_user_idx ON agentkit.tasks USING btree (workspace_id, user_id, task_id);

ALTER TABLE agentkit.tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.tasks FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.tasks AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_insert ON agentkit.tasks AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));
CREATE POLICY agentkit_select ON agentkit.tasks AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])))));
CREATE POLICY agentkit_update ON agentkit.tasks AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.tasks TO agentkit_app;

CREATE TABLE agentkit.tool_runs (
    tool_run_id uuid NOT NULL,
    session_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL DEFAULT now(),
    run_id uuid,
    turn_number bigint,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    attempt integer NOT NULL DEFAULT 1,
    workspace_id text NOT NULL,
    user_id text,
    tool_name text NOT NULL,
    status text NOT NULL,
    tool_use_id text,
    worker text,
    error_type text,
    error_message text,
    input json NOT NULL,
    output json,
    CONSTRAINT tool_runs_pkey PRIMARY KEY (workspace_id, tool_run_id),
    CONSTRAINT tool_runs_completed_check CHECK (((completed_at IS NOT NULL) = (status = ANY (ARRAY['succeeded'::text, 'failed'::text, 'canceled'::text])))),
    CONSTRAINT tool_runs_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'running'::text, 'succeeded'::text, 'failed'::text, 'canceled'::text])))
) WITH (fillfactor=80);

CREATE INDEX tool_runs_run_idx ON agentkit.tool_runs USING btree (workspace_id, run_id, tool_run_id) WHERE (run_id IS NOT NULL);
CREATE INDEX tool_runs_session_idx ON agentkit.tool_runs USING btree (workspace_id, session_id, tool_run_id);
CREATE INDEX tool_runs_tool_idx ON agentkit.tool_runs USING btree (workspace_id, tool_name, tool_run_id);

ALTER TABLE agentkit.tool_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.tool_runs FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.tool_runs AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((tool_run_id)::text, 2)), true)))));
CREATE POLICY agentkit_insert ON agentkit.tool_runs AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((tool_run_id)::text, 2)), true)))));
CREATE POLICY agentkit_select ON agentkit.tool_runs AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((tool_run_id)::text, 2)), true)))));
CREATE POLICY agentkit_update ON agentkit.tool_runs AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((tool_run_id)::text, 2)), true)))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((tool_run_id)::text, 2)), true)))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.tool_runs TO agentkit_app;

CREATE TABLE agentkit.turns (
    session_id uuid NOT NULL,
    turn_number bigint NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    input_tokens bigint NOT NULL DEFAULT 0,
    output_tokens bigint NOT NULL DEFAULT 0,
    cached_input_tokens bigint NOT NULL DEFAULT 0,
    reasoning_tokens bigint NOT NULL DEFAULT 0,
    has_tool_result boolean NOT NULL DEFAULT false,
    latency_ms bigint,
    cost numeric NOT NULL DEFAULT 0,
    workspace_id text NOT NULL,
    user_id text,
    role text NOT NULL,
    author text,
    model text,
    intent json,
    metadata json,
    content json NOT NULL,
    CONSTRAINT turns_pkey PRIMARY KEY (workspace_id, session_id, turn_number),
    CONSTRAINT turns_role_check CHECK ((role = ANY (ARRAY['system'::text, 'user'::text, 'assistant'::text, 'tool'::text])))
);

ALTER TABLE agentkit.turns ENABLE ROW LEVEL SECURITY;
ALTER TABLE agentkit.turns FORCE ROW LEVEL SECURITY;

CREATE POLICY agentkit_delete ON agentkit.turns AS PERMISSIVE FOR DELETE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_insert ON agentkit.turns AS PERMISSIVE FOR INSERT TO agentkit_app
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_select ON agentkit.turns AS PERMISSIVE FOR SELECT TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = ANY (ARRAY['admin'::text, 'service'::text])) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));
CREATE POLICY agentkit_update ON agentkit.turns AS PERMISSIVE FOR UPDATE TO agentkit_app
    USING (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))))
    WITH CHECK (((workspace_id = current_setting('agentkit.workspace_id'::text, true)) AND ((user_id = current_setting('agentkit.user_id'::text, true)) OR (current_setting('agentkit.access'::text, true) = 'service'::text) OR (user_id = current_setting(('agentkit.user_of_'::text || "right"((session_id)::text, 2)), true)))));

GRANT DELETE, INSERT, SELECT, UPDATE ON agentkit.turns TO agentkit_app;

ALTER TABLE agentkit.archived_turns
    ADD CONSTRAINT archived_turns_commit_fkey FOREIGN KEY (workspace_id, session_id, archived_version) REFERENCES agentkit.session_commits(workspace_id, session_id, version) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agentkit.budget_reservations
    ADD CONSTRAINT budget_reservations_session_fkey FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions(workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE agentkit.budget_spending
    ADD CONSTRAINT budget_spending_budget_fkey FOREIGN KEY (workspace_id, subject, subject_id) REFERENCES agentkit.budgets(workspace_id, subject, subject_id) ON DELETE CASCADE;
ALTER TABLE agentkit.budgets
    ADD CONSTRAINT budgets_session_fkey FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions(workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE agentkit.runs
    ADD CONSTRAINT runs_parent_fkey FOREIGN KEY (workspace_id, parent_run_id) REFERENCES agentkit.runs(workspace_id, run_id);
ALTER TABLE agentkit.runs
    ADD CONSTRAINT runs_session_fkey FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions(workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE agentkit.session_commits
    ADD CONSTRAINT session_commits_session_fkey FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions(workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE agentkit.session_state
    ADD CONSTRAINT session_state_session_fkey FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions(workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE agentkit.session_summaries
    ADD CONSTRAINT session_summaries_commit_fkey FOREIGN KEY (workspace_id, session_id, version) REFERENCES agentkit.session_commits(workspace_id, session_id, version) ON DELETE CASCADE;
ALTER TABLE agentkit.task_steps
    ADD CONSTRAINT task_steps_task_fkey FOREIGN KEY (workspace_id, task_id) REFERENCES agentkit.tasks(workspace_id, task_id) ON DELETE CASCADE;
ALTER TABLE agentkit.tasks
    ADD CONSTRAINT tasks_run_fkey FOREIGN KEY (workspace_id, run_id) REFERENCES agentkit.runs(workspace_id, run_id);
ALTER TABLE agentkit.tasks
    ADD CONSTRAINT tasks_session_fkey FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions(workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE agentkit.tool_runs
    ADD CONSTRAINT tool_runs_run_fkey FOREIGN KEY (workspace_id, run_id) REFERENCES agentkit.runs(workspace_id, run_id);
ALTER TABLE agentkit.tool_runs
    ADD CONSTRAINT tool_runs_session_fkey FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions(workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE agentkit.turns
    ADD CONSTRAINT turns_session_fkey FOREIGN KEY (workspace_id, session_id) REFERENCES agentkit.sessions(workspace_id, session_id) ON DELETE CASCADE;
