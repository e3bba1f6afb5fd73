-- Inserts, or replaces a definition that is another one than was registered last. Returns a row if it did either; the same definition finds
-- its hash and changes nothing, also not the instructions that were updated since. Which tools are disabled stays (forget_disabled_tools.sql).
-- The name has a unique key of its own, which ON CONFLICT does not look at: of several processes that insert the same agent at the same
-- moment, some may be refused by it. The library then asks who has the name, and sends this again if it is the agent itself.
INSERT INTO :"schema".agents AS a (
    registered_at,
    updated_at,
    token_budget,
    workspace_id,
    agent_id,
    name,
    definition_hash,
    model,
    model_alias,
    description,
    tools,
    phases,
    settings,
    instructions
)
VALUES (
    @Now,
    now(),
    @TokenBudget,
    @WorkspaceId,
    @AgentId,
    @Name,
    @DefinitionHash,
    @Model,
    @ModelAlias,
    @Description,
    @Tools,
    @Phases::jsonb,
    @Settings::jsonb,
    @Instructions
)
ON CONFLICT (workspace_id, agent_id) DO UPDATE
SET
    version = a.version + 1,
    -- Not now(): Citus takes only immutable functions here.
    updated_at = excluded.updated_at,
    token_budget = excluded.token_budget,
    name = excluded.name,
    definition_hash = excluded.definition_hash,
    model = excluded.model,
    model_alias = excluded.model_alias,
    description = excluded.description,
    tools = excluded.tools,
    phases = excluded.phases,
    settings = excluded.settings,
    instructions = excluded.instructions
WHERE a.definition_hash <> excluded.definition_hash
RETURNING a.version
