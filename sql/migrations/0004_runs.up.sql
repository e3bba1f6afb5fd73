-- Runs: one execution of an agent in a session, with what is needed to resume it. fencing_token rises with each take-over, so that a
-- worker that was thought dead cannot write under the lease of its successor; claim_id is the operation that took it over last. Leases are
-- measured by the clock of the database, the one clock that all workers share.
CREATE TABLE :"schema".runs (
    run_id               uuid        NOT NULL,
    session_id           uuid        NOT NULL,
    input_tokens         bigint      NOT NULL DEFAULT 0,
    output_tokens        bigint      NOT NULL DEFAULT 0,
    fencing_token        bigint      NOT NULL DEFAULT 0,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL DEFAULT now(),
    lease_duration       interval    NOT NULL DEFAULT '5 minutes',
    parent_run_id        uuid        NULL,
    claim_id             uuid        NULL,
    token_limit          bigint      NULL,
    started_at           timestamptz NULL,
    completed_at         timestamptz NULL,
    heartbeat_at         timestamptz NULL,
    lease_expires_at     timestamptz NULL,
    cost                 numeric     NOT NULL DEFAULT 0,
    cost_limit           numeric     NULL,
    workspace_id         text        NOT NULL,
    user_id              text        NULL,
    agent_id             text        NOT NULL,
    status               text        NOT NULL DEFAULT 'pending',
    agent_type           text        NULL,
    model                text        NULL,
    model_alias          text        NULL,
    provider_session_id  text        NULL,
    lease_owner          text        NULL,
    error_type           text        NULL,
    error_message        text        NULL,
    checkpoint           json        NULL,
    metadata             jsonb       NOT NULL DEFAULT '{}',

    CONSTRAINT runs_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE,
    CONSTRAINT runs_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT runs_user_id_check CHECK (user_id <> ''),
    CONSTRAINT runs_status_check CHECK (status IN ('pending', 'running', 'completed', 'failed', 'canceled')),
    CONSTRAINT runs_completed_check CHECK ((completed_at IS NOT NULL) = (status IN ('completed', 'failed', 'canceled'))),
    CONSTRAINT runs_lease_check CHECK ((lease_expires_at IS NOT NULL) = (status = 'running')),
    CONSTRAINT runs_token_limit_check CHECK (token_limit > 0),
    CONSTRAINT runs_cost_limit_check CHECK (cost_limit > 0)
) WITH (fillfactor = 80);

-- "The latest run of this session", and the cascade from sessions. Ids are UUID v7, so their order is the order of creation.
CREATE INDEX runs_session_idx ON :"schema".runs (workspace_id, session_id, run_id);
CREATE INDEX runs_parent_idx ON :"schema".runs (workspace_id, parent_run_id, run_id) WHERE parent_run_id IS NOT NULL;

-- The runs whose lease may have expired. The lease itself is not indexed: every commit of a run moves it, and that update is to stay HOT.
CREATE INDEX runs_running_idx ON :"schema".runs (workspace_id, run_id) WHERE status = 'running';

-- Last of the indexes, as in 0002.
ALTER TABLE :"schema".runs ADD CONSTRAINT runs_pkey PRIMARY KEY (workspace_id, run_id);
ALTER TABLE :"schema".runs ADD CONSTRAINT runs_parent_fkey FOREIGN KEY (workspace_id, parent_run_id)
    REFERENCES :"schema".runs (workspace_id, run_id) ON DELETE NO ACTION;

-- Tool runs: one execution of a tool. Lists page by tool_run_id, a UUID v7, so that each index serves both a filter and the order.
-- No index holds status: with one, completing a run is no longer a HOT update and costs a fifth of the throughput; a sweep reads the
-- primary key from a point in time on instead.
CREATE TABLE :"schema".tool_runs (
    tool_run_id    uuid        NOT NULL,
    session_id     uuid        NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL DEFAULT now(),
    run_id         uuid        NULL,
    turn_number    bigint      NULL,
    started_at     timestamptz NULL,
    completed_at   timestamptz NULL,
    attempt        integer     NOT NULL DEFAULT 1,
    workspace_id   text        NOT NULL,
    user_id        text        NULL,
    tool_name      text        NOT NULL,
    status         text        NOT NULL,
    tool_use_id    text        NULL,
    worker         text        NULL,
    error_type     text        NULL,
    error_message  text        NULL,
    input          json        NOT NULL,
    output         json        NULL,

    CONSTRAINT tool_runs_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE,
    CONSTRAINT tool_runs_run_fkey FOREIGN KEY (workspace_id, run_id)
        REFERENCES :"schema".runs (workspace_id, run_id) ON DELETE NO ACTION,
    CONSTRAINT tool_runs_status_check CHECK (status IN ('pending', 'running', 'succeeded', 'failed', 'canceled')),
    CONSTRAINT tool_runs_completed_check CHECK ((completed_at IS NOT NULL) = (status IN ('succeeded', 'failed', 'canceled')))
) WITH (fillfactor = 80);

CREATE INDEX tool_runs_session_idx ON :"schema".tool_runs (workspace_id, session_id, tool_run_id);
CREATE INDEX tool_runs_tool_idx ON :"schema".tool_runs (workspace_id, tool_name, tool_run_id);
CREATE INDEX tool_runs_run_idx ON :"schema".tool_runs (workspace_id, run_id, tool_run_id) WHERE run_id IS NOT NULL;

-- Last of the indexes, as in 0002.
ALTER TABLE :"schema".tool_runs ADD CONSTRAINT tool_runs_pkey PRIMARY KEY (workspace_id, tool_run_id);

SELECT :"schema".isolate(:'schema', 'runs', :'app_role', owned_by => 'user');
SELECT :"schema".isolate(:'schema', 'tool_runs', :'app_role', owned_by => 'user', grouped_by => 'tool_run_id');
