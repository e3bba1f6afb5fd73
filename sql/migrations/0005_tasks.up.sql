-- Long-running work: tasks with ordered steps and human approvals. The status of a task follows from its steps and changes with them, in the
-- same statement (queries/tasks/change.sql). fencing_token rises with each claim, so that a worker that was thought dead cannot write under
-- the lease of its successor. There is a lease only while there is work to do: it ends when the task is over or waits for a person.
-- tool_name is that of the step whose turn it is, for claims that are restricted to some tools: looked up in the steps, a claim that found
-- none among 100,000 open tasks took 2.4 s.
CREATE TABLE :"schema".tasks (
    task_id           uuid        NOT NULL,
    fencing_token     bigint      NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL DEFAULT now(),
    session_id        uuid        NULL,
    run_id            uuid        NULL,
    claim_id          uuid        NULL,
    sweep_id          uuid        NULL,
    due_at            timestamptz NULL,
    started_at        timestamptz NULL,
    completed_at      timestamptz NULL,
    lease_expires_at  timestamptz NULL,
    priority          integer     NOT NULL DEFAULT 0,
    workspace_id      text        NOT NULL,
    user_id           text        NULL,
    status            text        NOT NULL,
    title             text        NOT NULL,
    lease_owner       text        NULL,
    tool_name         text        NULL,
    description       text        NULL,
    status_reason     text        NULL,
    input             json        NULL,
    metadata          jsonb       NOT NULL DEFAULT '{}',

    CONSTRAINT tasks_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE,
    CONSTRAINT tasks_run_fkey FOREIGN KEY (workspace_id, run_id)
        REFERENCES :"schema".runs (workspace_id, run_id) ON DELETE NO ACTION,
    CONSTRAINT tasks_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT tasks_user_id_check CHECK (user_id <> ''),
    CONSTRAINT tasks_status_check CHECK (status IN ('pending', 'in_progress', 'waiting_approval', 'completed', 'failed', 'canceled')),
    CONSTRAINT tasks_lease_check CHECK (
        (lease_owner IS NULL) = (lease_expires_at IS NULL)
        AND (lease_owner IS NULL) = (claim_id IS NULL)
        AND (lease_owner IS NULL OR status IN ('pending', 'in_progress')))
) WITH (fillfactor = 80);

-- The queue: open tasks in the order in which they are claimed. Finished ones, the many, are not in it; those that are held, the few, are, so
-- that a heartbeat is a HOT update.
CREATE INDEX tasks_claim_idx ON :"schema".tasks (workspace_id, priority DESC, task_id) WHERE status IN ('pending', 'in_progress');

-- A claim that is sent again finds what it has got; two of the same at once cannot get two tasks.
CREATE UNIQUE INDEX tasks_claim_key ON :"schema".tasks (workspace_id, claim_id) WHERE claim_id IS NOT NULL;

-- Deadlines of open tasks, and what a sweep of the overdue has failed, for when it is sent again.
CREATE INDEX tasks_due_idx ON :"schema".tasks (workspace_id, due_at, task_id)
    WHERE due_at IS NOT NULL AND status IN ('pending', 'in_progress', 'waiting_approval');
CREATE INDEX tasks_sweep_idx ON :"schema".tasks (workspace_id, sweep_id) WHERE sweep_id IS NOT NULL;

-- Lists page by task_id, a UUID v7, so that each index serves both a filter and the order.
CREATE INDEX tasks_user_idx ON :"schema".tasks (workspace_id, user_id, task_id);
CREATE INDEX tasks_session_idx ON :"schema".tasks (workspace_id, session_id, task_id) WHERE session_id IS NOT NULL;
CREATE INDEX tasks_run_idx ON :"schema".tasks (workspace_id, run_id, task_id) WHERE run_id IS NOT NULL;

-- Last of the indexes, as in 0002.
ALTER TABLE :"schema".tasks ADD CONSTRAINT tasks_pkey PRIMARY KEY (workspace_id, task_id);

-- fencing_token is that of the lease under which the step was begun or ended last. A decision that a retry sets aside is kept in
-- earlier_decisions: who approved what stays on record.
CREATE TABLE :"schema".task_steps (
    task_id            uuid        NOT NULL,
    fencing_token      bigint      NOT NULL DEFAULT 0,
    updated_at         timestamptz NOT NULL DEFAULT now(),
    decision_id        uuid        NULL,
    waiting_since      timestamptz NULL,
    started_at         timestamptz NULL,
    completed_at       timestamptz NULL,
    decided_at         timestamptz NULL,
    step_number        integer     NOT NULL,
    attempt            integer     NOT NULL DEFAULT 1,
    requires_approval  boolean     NOT NULL,
    approved           boolean     NULL,
    workspace_id       text        NOT NULL,
    user_id            text        NULL,
    status             text        NOT NULL,
    title              text        NOT NULL,
    tool_name          text        NULL,
    decided_by         text        NULL,
    decision_comment   text        NULL,
    status_reason      text        NULL,
    input              json        NULL,
    output             json        NULL,
    earlier_decisions  jsonb       NOT NULL DEFAULT '[]',

    CONSTRAINT task_steps_pkey PRIMARY KEY (workspace_id, task_id, step_number),
    CONSTRAINT task_steps_task_fkey FOREIGN KEY (workspace_id, task_id)
        REFERENCES :"schema".tasks (workspace_id, task_id) ON DELETE CASCADE,
    CONSTRAINT task_steps_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT task_steps_user_id_check CHECK (user_id <> ''),
    CONSTRAINT task_steps_step_number_check CHECK (step_number >= 1),
    CONSTRAINT task_steps_status_check
        CHECK (status IN ('pending', 'in_progress', 'waiting_approval', 'completed', 'failed', 'canceled', 'skipped')),
    CONSTRAINT task_steps_decision_check CHECK (
        (approved IS NULL) = (decision_id IS NULL)
        AND (approved IS NULL) = (decided_by IS NULL)
        AND (approved IS NULL) = (decided_at IS NULL)),
    -- Nothing that requires an approval is begun or done without one.
    CONSTRAINT task_steps_approval_check
        CHECK (NOT requires_approval OR approved IS TRUE OR status NOT IN ('in_progress', 'completed'))
) WITH (fillfactor = 80);

-- The inbox: the few steps that wait for a person. At most one of a task does.
CREATE INDEX task_steps_inbox_idx ON :"schema".task_steps (workspace_id, task_id, step_number) WHERE status = 'waiting_approval';

SELECT :"schema".isolate(:'schema', 'tasks', :'app_role', owned_by => 'user');
SELECT :"schema".isolate(:'schema', 'task_steps', :'app_role', owned_by => 'user');
