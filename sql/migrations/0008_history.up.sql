-- What was once said and no longer counts, and what stands for what is too long to read.
--
-- archived_turns has the columns of turns, and the commit that took them back. Turn numbers are reused after a rewind, so that commit is part
-- of the key. The foreign key is deferred because the turns are archived before the commit is logged; it is also what makes the two one:
-- where the commit is refused after all, the end of the transaction undoes the rewind.
CREATE TABLE :"schema".archived_turns (
    session_id           uuid        NOT NULL,
    turn_number          bigint      NOT NULL,
    version              bigint      NOT NULL,
    archived_version     bigint      NOT NULL,
    created_at           timestamptz NOT NULL,
    archived_at          timestamptz NOT NULL,
    input_tokens         bigint      NOT NULL,
    output_tokens        bigint      NOT NULL,
    cached_input_tokens  bigint      NOT NULL,
    reasoning_tokens     bigint      NOT NULL,
    has_tool_result      boolean     NOT NULL,
    latency_ms           bigint      NULL,
    cost                 numeric     NOT NULL,
    workspace_id         text        NOT NULL,
    user_id              text        NULL,
    role                 text        NOT NULL,
    author               text        NULL,
    model                text        NULL,
    intent               json        NULL,
    metadata             json        NULL,
    content              json        NOT NULL,

    CONSTRAINT archived_turns_commit_fkey FOREIGN KEY (workspace_id, session_id, archived_version)
        REFERENCES :"schema".session_commits (workspace_id, session_id, version) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT archived_turns_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT archived_turns_user_id_check CHECK (user_id <> ''),
    CONSTRAINT archived_turns_turn_number_check CHECK (turn_number >= 1),
    CONSTRAINT archived_turns_version_check CHECK (archived_version > version),
    CONSTRAINT archived_turns_role_check CHECK (role IN ('system', 'user', 'assistant', 'tool'))
);

-- Turns that were taken back, by when: retention. They never change.
CREATE INDEX archived_turns_age_idx ON :"schema".archived_turns (workspace_id, archived_at, session_id);

-- Last of the indexes, as in 0002.
ALTER TABLE :"schema".archived_turns
    ADD CONSTRAINT archived_turns_pkey PRIMARY KEY (workspace_id, session_id, archived_version, turn_number);

-- One row per summary: the version that wrote it, the turns 1 to through_turn that it stands for, and the turn that stands for them. The
-- latest one counts, unless turns that it stands for were taken back since, by the commit of retired_version.
CREATE TABLE :"schema".session_summaries (
    session_id           uuid        NOT NULL,
    version              bigint      NOT NULL,
    through_turn         bigint      NOT NULL,
    created_at           timestamptz NOT NULL,
    retired_version      bigint      NULL,
    input_tokens         bigint      NOT NULL,
    output_tokens        bigint      NOT NULL,
    cached_input_tokens  bigint      NOT NULL,
    reasoning_tokens     bigint      NOT NULL,
    latency_ms           bigint      NULL,
    cost                 numeric     NOT NULL,
    workspace_id         text        NOT NULL,
    user_id              text        NULL,
    role                 text        NOT NULL,
    author               text        NULL,
    model                text        NULL,
    intent               json        NULL,
    metadata             json        NULL,
    content              json        NOT NULL,

    CONSTRAINT session_summaries_pkey PRIMARY KEY (workspace_id, session_id, version),
    CONSTRAINT session_summaries_commit_fkey FOREIGN KEY (workspace_id, session_id, version)
        REFERENCES :"schema".session_commits (workspace_id, session_id, version) ON DELETE CASCADE,
    CONSTRAINT session_summaries_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT session_summaries_user_id_check CHECK (user_id <> ''),
    CONSTRAINT session_summaries_through_turn_check CHECK (through_turn >= 1),
    CONSTRAINT session_summaries_role_check CHECK (role IN ('system', 'user', 'assistant', 'tool'))
);

SELECT :"schema".isolate(:'schema', 'archived_turns', :'app_role', owned_by => 'user');
SELECT :"schema".isolate(:'schema', 'session_summaries', :'app_role', owned_by => 'user');
