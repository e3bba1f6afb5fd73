-- The index holds the runs that are running, in the order in which they were made.
SELECT
    r.run_id AS RunId,
    r.session_id AS SessionId,
    r.user_id AS UserId,
    r.parent_run_id AS ParentRunId,
    r.agent_id AS AgentId,
    r.agent_type AS AgentType,
    r.model AS Model,
    r.model_alias AS ModelAlias,
    r.provider_session_id AS ProviderSessionId,
    r.status AS Status,
    r.checkpoint AS Checkpoint,
    r.metadata AS Metadata,
    r.input_tokens AS InputTokens,
    r.output_tokens AS OutputTokens,
    r.cost AS Cost,
    r.token_limit AS TokenLimit,
    r.cost_limit AS CostLimit,
    r.error_type AS ErrorType,
    r.error_message AS ErrorMessage,
    r.lease_owner AS Worker,
    r.fencing_token AS FencingToken,
    r.claim_id AS ClaimId,
    r.lease_expires_at AS LeaseExpiresAt,
    r.heartbeat_at AS HeartbeatAt,
    r.created_at AS CreatedAt,
    r.started_at AS StartedAt,
    r.completed_at AS CompletedAt
FROM :"schema".runs AS r
WHERE r.workspace_id = @WorkspaceId
    AND r.status = 'running'
    AND r.lease_expires_at <= now()
ORDER BY r.run_id
LIMIT @Limit
