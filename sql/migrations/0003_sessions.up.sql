-- Sessions, their state, their turns, and the log of the commits that made them.

-- Where a transaction stands in the order of the change feed: its id, which PostgreSQL gives out in ascending order and (as xid8) never
-- again, in the lower 48 bits; above them the generation of the server that gave it out. A restore into another server, and a failover that
-- lost transactions, begin a new generation (sql/after_restore.sql replaces this function): ids start over there, and positions go on rising.
-- Everybody may call it: a column default runs with the rights of whoever inserts.
CREATE FUNCTION :"schema".feed_position(transaction_id xid8)
RETURNS bigint
LANGUAGE sql
STABLE
PARALLEL SAFE
AS 'SELECT (0::bigint << 48) + $1::text::bigint';

-- The blocks of a content, as PostgreSQL can look into them: none where it is no array, and without the escapes that json keeps and no text can hold, half a
-- surrogate pair and \u0000. Another writer may have left such ones, and one of them would fail every query that looks into the turn; reading returns the
-- content as it is. Runs of good escapes are kept, single bad ones are not: the longest match wins. Contents without a suspicious escape, which are nearly
-- all, pay for one search: 3 to 20 ms for a megabyte, and those with one up to a second. It is inlined where its argument is a column.
CREATE FUNCTION :"schema".readable_blocks(content json)
RETURNS json
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
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
$$;

-- HOT: a commit updates one row of sessions. As long as no indexed column changes, the update stays on its page and touches no index; so
-- nothing that every commit changes (version, feed_position, counts, totals, last_turn_at, updated_at) is indexed. Lists by latest
-- activity use active_bucket, last_turn_at rounded down to five minutes, which changes rarely. Fillfactor leaves room for the new row versions.
CREATE TABLE :"schema".sessions (
    session_id         uuid        NOT NULL,
    version            bigint      NOT NULL DEFAULT 1,
    feed_position      bigint      NOT NULL DEFAULT :"schema".feed_position(pg_current_xact_id()),
    turn_count         bigint      NOT NULL DEFAULT 0,
    input_tokens       bigint      NOT NULL DEFAULT 0,
    output_tokens      bigint      NOT NULL DEFAULT 0,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL DEFAULT now(),
    active_bucket      timestamptz NOT NULL,
    last_turn_at       timestamptz NULL,
    closed_at          timestamptz NULL,
    parent_session_id  uuid        NULL,
    forked_at_turn     bigint      NULL,
    cost               numeric     NOT NULL DEFAULT 0,
    workspace_id       text        NOT NULL,
    user_id            text        NULL,
    agent_id           text        NOT NULL,
    status             text        NOT NULL DEFAULT 'active',
    kind               text        NOT NULL DEFAULT 'conversation',
    phase              text        NULL,
    status_reason      text        NULL,
    assigned_to        text        NULL,
    title              text        NULL,
    conversation_key   text        NULL,
    slug               text        NULL,
    working_directory  text        NULL,
    metadata           jsonb       NOT NULL DEFAULT '{}',

    -- Few checks, and short ones, here and on the log and the turns: see the rules in sql/README.md.
    CONSTRAINT sessions_scope_check CHECK (workspace_id <> '' AND user_id <> ''),
    CONSTRAINT sessions_status_check CHECK (status IN ('active', 'paused', 'handed_off', 'closed', 'archived'))
) WITH (fillfactor = 80);
-- No foreign key to agents: an agent may come from the host's shared workspace, and a conversation outlives the agent that held it. None to
-- the parent of a fork either: a fork outlives what it was forked from.

-- At most one open session per conversation, agent and user: two webhooks at once cannot start two. The user is part of the key, so that
-- nobody learns from a collision what keys others use. status is in the predicate only: a commit that keeps it stays HOT.
CREATE UNIQUE INDEX sessions_conversation_key
    ON :"schema".sessions (workspace_id, agent_id, conversation_key, (COALESCE(user_id, '')))
    WHERE conversation_key IS NOT NULL AND status NOT IN ('closed', 'archived');

CREATE UNIQUE INDEX sessions_slug_key
    ON :"schema".sessions (workspace_id, slug)
    WHERE slug IS NOT NULL;

-- Lists by latest activity, of one user and of the whole workspace. Lists by creation use the primary key: ids are UUID v7.
CREATE INDEX sessions_user_activity_idx ON :"schema".sessions (workspace_id, user_id, active_bucket, session_id);
CREATE INDEX sessions_activity_idx ON :"schema".sessions (workspace_id, active_bucket, session_id);

-- Last of the indexes, as in 0002. With the one by activity made last, a commit went through all sessions of its workspace.
ALTER TABLE :"schema".sessions ADD CONSTRAINT sessions_pkey PRIMARY KEY (workspace_id, session_id);

CREATE TABLE :"schema".session_state (
    session_id      uuid        NOT NULL,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    workspace_id    text        NOT NULL,
    user_id         text        NULL,
    intents_seen    jsonb       NOT NULL DEFAULT '[]',
    templates_sent  jsonb       NOT NULL DEFAULT '[]',
    captured_data   jsonb       NOT NULL DEFAULT '{}',
    data            jsonb       NOT NULL DEFAULT '{}',

    CONSTRAINT session_state_pkey PRIMARY KEY (workspace_id, session_id),
    CONSTRAINT session_state_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE,
    CONSTRAINT session_state_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT session_state_user_id_check CHECK (user_id <> '')
) WITH (fillfactor = 80);

-- One row per version of a session. It is what makes a commit exactly-once: an operation that is sent again finds its row and gets the
-- result it had the first time. metadata is kept only where the commit changed it. run_id says which run the commit was for; it refers to
-- nothing, for the log is to stay as it was written.
--
-- feed_position is what the change feed goes by. Transactions end in another order than they begin; so the feed reads only what lies before
-- the oldest one that still runs, pg_snapshot_xmin(pg_current_snapshot()), where nothing can be added any more. A number of a sequence
-- could not be read so: nobody knows which numbers are still to come. A commit has an id before it waits for the one before it, and then
-- the smaller one of the two; hence a commit that is not the first takes the greater of its own position and that of the session. bigint
-- and not xid8, for the generation; the comparisons of both are leakproof (pg_proc.proleakproof, PostgreSQL 15), without which an index
-- could not serve under row-level security.
CREATE TABLE :"schema".session_commits (
    session_id     uuid        NOT NULL,
    operation_id   uuid        NOT NULL,
    version        bigint      NOT NULL,
    feed_position  bigint      NOT NULL DEFAULT :"schema".feed_position(pg_current_xact_id()),
    turn_count     bigint      NOT NULL,
    input_tokens   bigint      NOT NULL,
    output_tokens  bigint      NOT NULL,
    committed_at   timestamptz NOT NULL DEFAULT now(),
    last_turn_at   timestamptz NULL,
    closed_at      timestamptz NULL,
    run_id         uuid        NULL,
    cost           numeric     NOT NULL,
    workspace_id   text        NOT NULL,
    user_id        text        NULL,
    agent_id       text        NOT NULL,
    status         text        NOT NULL,
    phase          text        NULL,
    status_reason  text        NULL,
    assigned_to    text        NULL,
    title          text        NULL,
    metadata       jsonb       NULL,

    CONSTRAINT session_commits_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE
);

-- The change feed of a workspace, in its order. One transaction may hold many commits, hence the session and the version.
CREATE INDEX session_commits_feed_idx ON :"schema".session_commits (workspace_id, feed_position, session_id, version);

-- The metadata that counts for an operation of long ago: that of the last commit before it that changed any. Without this index, the outcome of a
-- commit looks dear to PostgreSQL in a long session, and is planned anew each time: a commit took 0.65 ms instead of 0.28.
CREATE INDEX session_commits_metadata_idx ON :"schema".session_commits (workspace_id, session_id, version) WHERE metadata IS NOT NULL;

-- Last of the indexes, and of the keys the one that every commit looks into.
ALTER TABLE :"schema".session_commits ADD CONSTRAINT session_commits_pkey PRIMARY KEY (workspace_id, session_id, version);
ALTER TABLE :"schema".session_commits ADD CONSTRAINT session_commits_operation_key UNIQUE (workspace_id, session_id, operation_id);

-- content, intent and metadata are json, not jsonb: they are kept as they were written, and reading a page of 50 turns is 1.4 to 1.6
-- times as fast without the re-serialization. has_tool_result lets "the last N turns" start before a tool call without reading content.
CREATE TABLE :"schema".turns (
    session_id           uuid        NOT NULL,
    turn_number          bigint      NOT NULL,
    version              bigint      NOT NULL,
    created_at           timestamptz NOT NULL,
    input_tokens         bigint      NOT NULL DEFAULT 0,
    output_tokens        bigint      NOT NULL DEFAULT 0,
    cached_input_tokens  bigint      NOT NULL DEFAULT 0,
    reasoning_tokens     bigint      NOT NULL DEFAULT 0,
    has_tool_result      boolean     NOT NULL DEFAULT false,
    latency_ms           bigint      NULL,
    cost                 numeric     NOT NULL DEFAULT 0,
    workspace_id         text        NOT NULL,
    user_id              text        NULL,
    role                 text        NOT NULL,
    author               text        NULL,
    model                text        NULL,
    intent               json        NULL,
    metadata             json        NULL,
    content              json        NOT NULL,

    CONSTRAINT turns_pkey PRIMARY KEY (workspace_id, session_id, turn_number),
    CONSTRAINT turns_session_fkey FOREIGN KEY (workspace_id, session_id)
        REFERENCES :"schema".sessions (workspace_id, session_id) ON DELETE CASCADE,
    CONSTRAINT turns_role_check CHECK (role IN ('system', 'user', 'assistant', 'tool'))
);

SELECT :"schema".isolate(:'schema', 'sessions', :'app_role', owned_by => 'user', grouped_by => 'session_id');
SELECT :"schema".isolate(:'schema', 'session_state', :'app_role', owned_by => 'user');
SELECT :"schema".isolate(:'schema', 'session_commits', :'app_role', owned_by => 'user', grouped_by => 'session_id');
SELECT :"schema".isolate(:'schema', 'turns', :'app_role', owned_by => 'user', grouped_by => 'session_id');
