-- What erasing, keeping and auditing needs: two tables, and the ways in for what is found by its age or by a person.

-- Who has looked: one row per call of an admin, where the host asks for it (AgentKitOptions.AuditAdminReads). Written in the transaction of
-- the call itself. Nobody can change a row, and only a service can remove one: those who are audited cannot touch their trail. No foreign
-- keys: that somebody was looked at outlives what was looked at.
CREATE TABLE :"schema".access_log (
    access_id        uuid        NOT NULL,
    read_at          timestamptz NOT NULL,
    session_id       uuid        NULL,
    subject_id       uuid        NULL,
    workspace_id     text        NOT NULL,
    user_id          text        NOT NULL,
    operation        text        NOT NULL,
    subject_user_id  text        NULL,

    CONSTRAINT access_log_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT access_log_user_id_check CHECK (user_id <> '')
);

CREATE INDEX access_log_user_idx ON :"schema".access_log (workspace_id, user_id, access_id);
CREATE INDEX access_log_session_idx ON :"schema".access_log (workspace_id, session_id, access_id) WHERE session_id IS NOT NULL;

-- Last of the indexes, as in 0002.
ALTER TABLE :"schema".access_log ADD CONSTRAINT access_log_pkey PRIMARY KEY (workspace_id, access_id);

-- How many rows of which table an erasure has removed, or cleared of a person's id. Each batch counts itself here in its own transaction, so
-- that the receipt is exact although replies get lost, and an erasure that was broken off goes on counting where it was. It says nothing of
-- whom: ids of erasures are random. So everybody in the workspace may write it, which those who erase themselves have to.
CREATE TABLE :"schema".erasure_receipts (
    erasure_id    uuid        NOT NULL,
    row_count     bigint      NOT NULL,
    erased_at     timestamptz NOT NULL,
    workspace_id  text        NOT NULL,
    table_name    text        NOT NULL,
    action        text        NOT NULL,

    CONSTRAINT erasure_receipts_pkey PRIMARY KEY (workspace_id, erasure_id, table_name, action),
    CONSTRAINT erasure_receipts_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT erasure_receipts_action_check CHECK (action IN ('removed', 'pseudonymized'))
);

-- Sessions that are over, by when: retention. closed_at changes when a session is closed or opened again, and by no other commit, so that
-- these stay HOT.
CREATE INDEX sessions_closed_idx ON :"schema".sessions (workspace_id, status, closed_at, session_id) WHERE closed_at IS NOT NULL;

-- What a person owns outside sessions of their own. user_id never changes.
CREATE INDEX events_user_idx ON :"schema".events (workspace_id, user_id, event_id) WHERE user_id IS NOT NULL;

-- Where a person is named in rows of others. These columns change in commits that change an indexed status anyway.
CREATE INDEX sessions_assigned_idx ON :"schema".sessions (workspace_id, assigned_to) WHERE assigned_to IS NOT NULL;
CREATE INDEX session_commits_assigned_idx ON :"schema".session_commits (workspace_id, assigned_to) WHERE assigned_to IS NOT NULL;
CREATE INDEX task_steps_decided_idx ON :"schema".task_steps (workspace_id, decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX task_steps_earlier_idx ON :"schema".task_steps (workspace_id, task_id, step_number) WHERE earlier_decisions <> '[]';

SELECT :"schema".isolate(:'schema', 'access_log', :'app_role', owned_by => 'audit');
SELECT :"schema".isolate(:'schema', 'erasure_receipts', :'app_role', owned_by => 'shared');
