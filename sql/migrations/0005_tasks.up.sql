-- Long-running work: tasks with ordered steps and human approvals.
CREATE TABLE :"schema".tasks (
    task_id           uuid        NOT NULL,
    fencing_token     bigint      NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL DEFAULT now(),
    session_id        uuid        NULL,
    run_id            uuid        NULL,
    due_at            timestamptz NULL,
    started_at        timestamptz NULL,
    completed_at      timestamptz NULL,
    lease_expires_at  timestamptz NULL,
    priority          integer     NOT NULL DEFAULT 0,
    workspace_id      text        NOT NULL,
    user_id           text        NULL,
    status            text        NOT NULL DEFAULT 'pending',
    title             text        NOT NULL,
    lease_owner       text        NULL,
    description       text        NULL,
    error_message     text        NULL,
    input             json        NULL,
    output            json        NULL,
    metadata          jsonb       NOT NULL DEFAULT '{}',

    CONSTRAINT tasks_pkey PRIMARY KEY (workspace_id, task_id),
    CONSTRAINT tasks_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE,
    CONSTRAINT tasks_run_fkey FOREIGN KEY (workspace_id, run_id)
        REFERENCES :"schema".runs (workspace_id, run_id) ON DELETE NO ACTION,
    CONSTRAINT tasks_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT tasks_user_id_check CHECK (user_id <> ''),
    CONSTRAINT tasks_status_check CHECK (status IN ('pending', 'in_progress', 'waiting_approval', 'completed', 'failed', 'canceled'))
) WITH (fillfactor = 80);

-- The queue: open tasks in the order in which they are claimed. Finished ones, the many, are not in it.
CREATE INDEX tasks_claim_idx ON :"schema".tasks (workspace_id, priority DESC, task_id) WHERE status IN ('pending', 'in_progress');
CREATE INDEX tasks_session_idx ON :"schema".tasks (workspace_id, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX tasks_run_idx ON :"schema".tasks (workspace_id, run_id) WHERE run_id IS NOT NULL;

CREATE TABLE :"schema".task_steps (
    task_id            uuid        NOT NULL,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL DEFAULT now(),
    started_at         timestamptz NULL,
    completed_at       timestamptz NULL,
    decided_at         timestamptz NULL,
    step_number        integer     NOT NULL,
    attempt            integer     NOT NULL DEFAULT 1,
    requires_approval  boolean     NOT NULL DEFAULT false,
    approved           boolean     NULL,
    workspace_id       text        NOT NULL,
    user_id            text        NULL,
    status             text        NOT NULL DEFAULT 'pending',
    title              text        NOT NULL,
    tool_name          text        NULL,
    decided_by         text        NULL,
    decision_comment   text        NULL,
    error_message      text        NULL,
    input              json        NULL,
    output             json        NULL,

    CONSTRAINT task_steps_pkey PRIMARY KEY (workspace_id, task_id, step_number),
    CONSTRAINT task_steps_task_fkey FOREIGN KEY (workspace_id, task_id)
        REFERENCES :"schema".tasks (workspace_id, task_id) ON DELETE CASCADE,
    CONSTRAINT task_steps_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT task_steps_user_id_check CHECK (user_id <> ''),
    CONSTRAINT task_steps_step_number_check CHECK (step_number >= 1),
    CONSTRAINT task_steps_status_check
        CHECK (status IN ('pending', 'in_progress', 'waiting_approval', 'completed', 'failed', 'canceled', 'skipped')),
    CONSTRAINT task_steps_decision_check CHECK ((approved IS NULL) = (decided_by IS NULL) AND (approved IS NULL) = (decided_at IS NULL))
) WITH (fillfactor = 80);

-- The inbox: the few steps that wait for a person.
CREATE INDEX task_steps_inbox_idx ON :"schema".task_steps (workspace_id, task_id, step_number) WHERE status = 'waiting_approval';

SELECT :"schema".isolate(:'schema', 'tasks', :'app_role', owned_by => 'user');
SELECT :"schema".isolate(:'schema', 'task_steps', :'app_role', owned_by => 'user');
