-- One row of settings per user.
CREATE TABLE :"schema".preferences (
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL DEFAULT now(),
    workspace_id        text        NOT NULL,
    user_id             text        NOT NULL,
    auto_execute_level  text        NOT NULL DEFAULT 'suggest_only',
    locale              text        NULL,
    response_style      text        NULL,
    metadata            jsonb       NOT NULL DEFAULT '{}',

    CONSTRAINT preferences_pkey PRIMARY KEY (workspace_id, user_id),
    CONSTRAINT preferences_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT preferences_user_id_check CHECK (user_id <> ''),
    CONSTRAINT preferences_auto_execute_level_check CHECK (auto_execute_level IN ('suggest_only', 'confirm', 'auto_low_risk'))
);

-- Append-only records of what happened. No foreign keys: an event may be about something that was refused or is gone, and bulk appends
-- should not pay a look-up per row. The indexes are the three ways in: by session, by run, and by category and type within a workspace.
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

    CONSTRAINT events_pkey PRIMARY KEY (workspace_id, event_id),
    CONSTRAINT events_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT events_user_id_check CHECK (user_id <> ''),
    CONSTRAINT events_category_check CHECK (category IN ('hook', 'response', 'phase'))
);

CREATE INDEX events_session_idx ON :"schema".events (workspace_id, session_id, event_id) WHERE session_id IS NOT NULL;
CREATE INDEX events_run_idx ON :"schema".events (workspace_id, run_id, event_id) WHERE run_id IS NOT NULL;
CREATE INDEX events_type_idx ON :"schema".events (workspace_id, category, type, event_id);

SELECT :"schema".isolate(:'schema', 'preferences', :'app_role', owned_by => 'user');
SELECT :"schema".isolate(:'schema', 'events', :'app_role', owned_by => 'user');
