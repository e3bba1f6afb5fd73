-- Without an order: the agents of the workspace and the shared ones come from two calls and are put in order together.
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
