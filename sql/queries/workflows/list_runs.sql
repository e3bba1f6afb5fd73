-- The latest runs of a session, for its state.json; the file has them in the order in which they were created.
SELECT
    r.run_id AS RunId,
    r.parent_run_id AS ParentRunId,
    r.agent_id AS AgentId,
    r.agent_type AS AgentType,
    r.model AS Model,
    r.model_alias AS ModelAlias,
    r.provider_session_id AS ProviderSessionId,
    r.status AS Status,
    r.input_tokens AS InputTokens,
    r.output_tokens AS OutputTokens,
    r.cost AS Cost,
    r.started_at AS StartedAt,
    r.completed_at AS CompletedAt,
    r.error_type AS ErrorType,
    r.checkpoint AS Checkpoint
FROM :"schema".runs AS r
WHERE r.workspace_id = @WorkspaceId
    AND r.session_id = @SessionId
ORDER BY r.run_id DESC
LIMIT @Limit
