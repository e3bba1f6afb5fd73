-- Budgets: bounds on what a workspace, an agent in it, or a session may spend. Three tables, because three sorts of people write them: the
-- host sets the limits, every commit with usage moves the counters, and whoever is about to call a model reserves.
CREATE TABLE :"schema".budgets (
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    session_id    uuid        NULL,
    token_limit   bigint      NULL,
    cost_limit    numeric     NULL,
    workspace_id  text        NOT NULL,
    subject       text        NOT NULL,
    subject_id    text        NOT NULL,

    CONSTRAINT budgets_pkey PRIMARY KEY (workspace_id, subject, subject_id),
    CONSTRAINT budgets_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE,
    CONSTRAINT budgets_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT budgets_subject_check CHECK (subject IN ('workspace', 'agent', 'session')),
    CONSTRAINT budgets_subject_id_check CHECK ((subject_id = '') = (subject = 'workspace')),
    CONSTRAINT budgets_session_id_check CHECK ((subject = 'session') = (session_id IS NOT NULL)),
    CONSTRAINT budgets_limit_check CHECK (token_limit > 0 OR cost_limit > 0)
);

CREATE INDEX budgets_session_idx ON :"schema".budgets (workspace_id, session_id) WHERE session_id IS NOT NULL;

-- What was spent since a budget was set or restarted. One row per budget, updated in place by every commit that it applies to: so it is
-- narrow, its updates are HOT, and a page has room for them.
CREATE TABLE :"schema".budget_spending (
    tokens             bigint      NOT NULL DEFAULT 0,
    period_started_at  timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL DEFAULT now(),
    cost               numeric     NOT NULL DEFAULT 0,
    workspace_id       text        NOT NULL,
    subject            text        NOT NULL,
    subject_id         text        NOT NULL,

    CONSTRAINT budget_spending_pkey PRIMARY KEY (workspace_id, subject, subject_id),
    CONSTRAINT budget_spending_budget_fkey FOREIGN KEY (workspace_id, subject, subject_id)
        REFERENCES :"schema".budgets (workspace_id, subject, subject_id) ON DELETE CASCADE,
    CONSTRAINT budget_spending_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200)
) WITH (fillfactor = 50);

-- What is set aside for model calls that are under way: inserted before the call, deleted by the commit of its reply. One that has expired no
-- longer counts, so nothing has to be swept for the sums to be right. run_id refers to nothing: a reservation belongs to its session.
CREATE TABLE :"schema".budget_reservations (
    reservation_id  uuid        NOT NULL,
    session_id      uuid        NOT NULL,
    tokens          bigint      NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    run_id          uuid        NULL,
    cost            numeric     NOT NULL,
    workspace_id    text        NOT NULL,
    agent_id        text        NOT NULL,

    CONSTRAINT budget_reservations_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE,
    CONSTRAINT budget_reservations_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT budget_reservations_amount_check CHECK (tokens >= 0 AND cost >= 0)
);

CREATE INDEX budget_reservations_session_idx ON :"schema".budget_reservations (workspace_id, session_id);
CREATE INDEX budget_reservations_expiry_idx ON :"schema".budget_reservations (workspace_id, expires_at);

-- Last of the indexes, as in 0002.
ALTER TABLE :"schema".budget_reservations ADD CONSTRAINT budget_reservations_pkey PRIMARY KEY (workspace_id, reservation_id);

SELECT :"schema".isolate(:'schema', 'budgets', :'app_role', owned_by => 'workspace');
SELECT :"schema".isolate(:'schema', 'budget_spending', :'app_role', owned_by => 'shared');
SELECT :"schema".isolate(:'schema', 'budget_reservations', :'app_role', owned_by => 'shared');
