-- Also what is read after every write, by a statement of its own: the row as the write left it, or what refused it.
SELECT
    a.version AS Version,
    a.registered_at AS RegisteredAt,
    a.updated_at AS UpdatedAt,
    a.token_budget AS TokenBudget,
    a.workspace_id AS WorkspaceId,
    a.agent_id AS AgentId,
    a.name AS Name,
    a.model AS Model,
    a.model_alias AS ModelAlias,
    a.description AS Description,
    a.tools AS Tools,
    a.disabled_tools AS DisabledTools,
    a.phases AS Phases,
    a.settings AS Settings,
    a.instructions AS Instructions
FROM :"schema".agents AS a
WHERE a.workspace_id = @WorkspaceId
    AND a.agent_id = @AgentId
