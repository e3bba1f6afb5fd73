-- One row of settings per user. What is NULL is not set: the default of the workspace holds.
CREATE TABLE :"schema".preferences (
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL DEFAULT now(),
    workspace_id        text        NOT NULL,
    user_id             text        NOT NULL,
    auto_execute_level  text        NULL,
    locale              text        NULL,
    time_zone_id        text        NULL,
    response_style      text        NULL,
    metadata            jsonb       NOT NULL DEFAULT '{}',

    CONSTRAINT preferences_pkey PRIMARY KEY (workspace_id, user_id),
    CONSTRAINT preferences_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT preferences_user_id_check CHECK (user_id <> ''),
    CONSTRAINT preferences_auto_execute_level_check CHECK (auto_execute_level IN ('suggest_only', 'confirm', 'auto_low_risk'))
);

-- The same for all users of a workspace. A table of its own, because everybody reads it and only a service writes it; a row of preferences
-- belongs to its user.
CREATE TABLE :"schema".preference_defaults (
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL DEFAULT now(),
    workspace_id        text        NOT NULL,
    auto_execute_level  text        NULL,
    locale              text        NULL,
    time_zone_id        text        NULL,
    response_style      text        NULL,
    metadata            jsonb       NOT NULL DEFAULT '{}',

    CONSTRAINT preference_defaults_pkey PRIMARY KEY (workspace_id),
    CONSTRAINT preference_defaults_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT preference_defaults_auto_execute_level_check
        CHECK (auto_execute_level IN ('suggest_only', 'confirm', 'auto_low_risk'))
);

-- Append-only records of what happened. No foreign keys: an event may be about something that was refused or is gone, and bulk appends
-- should not pay a look-up per row. event_id is a UUID v7: its order is that of time, so that each index serves a filter and the order, and
-- the primary key the whole workspace and retention.
-- The index of categories costs a seventh of the throughput of bulk appends. Without it, the list of a category that is rare or absent reads
-- the whole workspace: 37 ms for one event in a thousand, 0.25 s for none, of 320,000.
CREATE TABLE :"schema".events (
    event_id      uuid        NOT NULL,
    occurred_at   timestamptz NOT NULL,
    session_id    uuid        NULL,
    run_id        uuid        NULL,
    workspace_id  text        NOT NULL,
    user_id       text        NULL,
    category      text        NOT NULL,
    type          text        NOT NULL,
    tool_name     text        NULL,
    payload       json        NULL,

    CONSTRAINT events_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT events_user_id_check CHECK (user_id <> ''),
    CONSTRAINT events_category_check CHECK (category IN ('hook', 'response', 'phase'))
);

CREATE INDEX events_session_idx ON :"schema".events (workspace_id, session_id, event_id) WHERE session_id IS NOT NULL;
CREATE INDEX events_run_idx ON :"schema".events (workspace_id, run_id, event_id) WHERE run_id IS NOT NULL;
CREATE INDEX events_category_idx ON :"schema".events (workspace_id, category, event_id);
CREATE INDEX events_type_idx ON :"schema".events (workspace_id, type, event_id);

-- Last of the indexes, as in 0002.
ALTER TABLE :"schema".events ADD CONSTRAINT events_pkey PRIMARY KEY (workspace_id, event_id);

SELECT :"schema".isolate(:'schema', 'preferences', :'app_role', owned_by => 'user');
SELECT :"schema".isolate(:'schema', 'preference_defaults', :'app_role', owned_by => 'workspace');
SELECT :"schema".isolate(:'schema', 'events', :'app_role', owned_by => 'user', grouped_by => 'event_id');
