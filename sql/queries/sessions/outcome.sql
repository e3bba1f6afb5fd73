-- How things stand after a write, read by a statement of its own: within the write it would see the snapshot from before.
-- If the operation is in the log, this is the session as the operation left it, now or long ago; otherwise it is the session as it is, and
-- says why the write was refused.
SELECT
    c.version IS NOT NULL AS IsCommitted,
    s.session_id AS SessionId,
    COALESCE(c.version, s.version) AS Version,
    s.workspace_id AS WorkspaceId,
    s.user_id AS UserId,
    COALESCE(c.agent_id, s.agent_id) AS AgentId,
    COALESCE(c.status, s.status) AS Status,
    CASE WHEN c.version IS NULL THEN s.status_reason ELSE c.status_reason END AS StatusReason,
    CASE WHEN c.version IS NULL THEN s.assigned_to ELSE c.assigned_to END AS AssignedTo,
    CASE WHEN c.version IS NULL THEN s.phase ELSE c.phase END AS Phase,
    CASE WHEN c.version IS NULL THEN s.title ELSE c.title END AS Title,
    s.kind AS Kind,
    s.conversation_key AS ConversationKey,
    s.slug AS Slug,
    s.working_directory AS WorkingDirectory,
    s.parent_session_id AS ParentSessionId,
    s.forked_at_turn AS ForkedAtTurn,
    COALESCE(c.turn_count, s.turn_count) AS TurnCount,
    COALESCE(c.input_tokens, s.input_tokens) AS InputTokens,
    COALESCE(c.output_tokens, s.output_tokens) AS OutputTokens,
    COALESCE(c.cost, s.cost) AS Cost,
    -- The log keeps metadata only where a commit changed it, the creation included.
    CASE
        WHEN COALESCE(c.version, s.version) = s.version THEN s.metadata
        ELSE (
            SELECT m.metadata
            FROM :"schema".session_commits AS m
            WHERE m.workspace_id = @WorkspaceId
                AND m.session_id = @SessionId
                AND m.version <= c.version
                AND m.metadata IS NOT NULL
            ORDER BY m.version DESC
            LIMIT 1
        )
    END AS Metadata,
    s.created_at AS CreatedAt,
    COALESCE(c.committed_at, s.updated_at) AS UpdatedAt,
    CASE WHEN c.version IS NULL THEN s.last_turn_at ELSE c.last_turn_at END AS LastTurnAt,
    CASE WHEN c.version IS NULL THEN s.closed_at ELSE c.closed_at END AS ClosedAt
FROM :"schema".sessions AS s
LEFT JOIN :"schema".session_commits AS c
    ON c.workspace_id = @WorkspaceId
    AND c.session_id = s.session_id
    AND c.operation_id = @OperationId
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
