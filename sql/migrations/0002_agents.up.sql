-- Registered agents. Reserved workspace '*' holds the ones that the host declares for all of its workspaces.
--
-- Column order in every table: fixed-width NOT NULL columns first (8-byte aligned, so without padding and with cached offsets), then
-- variable-length ones, the widest last. Key order is another matter: workspace_id leads every key and index, so that the tables can be
-- distributed by it.
CREATE TABLE :"schema".agents (
    version          bigint      NOT NULL DEFAULT 1,
    registered_at    timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    token_budget     bigint      NULL,
    workspace_id     text        NOT NULL,
    agent_id         text        NOT NULL,
    name             text        NOT NULL,
    definition_hash  text        NOT NULL,
    model            text        NULL,
    model_alias      text        NULL,
    description      text        NULL,
    tools            text[]      NOT NULL DEFAULT '{}',
    disabled_tools   text[]      NOT NULL DEFAULT '{}',
    phases           jsonb       NOT NULL DEFAULT '[]',
    settings         jsonb       NOT NULL DEFAULT '{}',
    instructions     text        NOT NULL DEFAULT '',

    CONSTRAINT agents_name_key UNIQUE (workspace_id, name),
    CONSTRAINT agents_workspace_id_check CHECK (char_length(workspace_id) BETWEEN 1 AND 200),
    CONSTRAINT agents_agent_id_check CHECK (agent_id <> ''),
    CONSTRAINT agents_token_budget_check CHECK (token_budget > 0)
);

-- Last of the indexes: as long as a table has no statistics, PostgreSQL takes every index that might find a row for as good as its key, and decides
-- by which was made last.
ALTER TABLE :"schema".agents ADD CONSTRAINT agents_pkey PRIMARY KEY (workspace_id, agent_id);

SELECT :"schema".isolate(:'schema', 'agents', :'app_role', owned_by => 'workspace');
