-- Exactly what the unique index holds, the owner included: the one session that stands against creating another.
SELECT
    s.session_id AS SessionId,
    s.version AS Version,
    s.workspace_id AS WorkspaceId,
    s.user_id AS UserId,
    s.agent_id AS AgentId,
    s.status AS Status,
    s.status_reason AS StatusReason,
    s.assigned_to AS AssignedTo,
    s.phase AS Phase,
    s.title AS Title,
    s.kind AS Kind,
    s.conversation_key AS ConversationKey,
    s.slug AS Slug,
    s.working_directory AS WorkingDirectory,
    s.parent_session_id AS ParentSessionId,
    s.forked_at_turn AS ForkedAtTurn,
    s.turn_count AS TurnCount,
    s.input_tokens AS InputTokens,
    s.output_tokens AS OutputTokens,
    s.cost AS Cost,
    s.metadata AS Metadata,
    s.created_at AS CreatedAt,
    s.updated_at AS UpdatedAt,
    s.last_turn_at AS LastTurnAt,
    s.closed_at AS ClosedAt
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.agent_id = @AgentId
    AND s.conversation_key = @ConversationKey
    AND s.status NOT IN ('closed', 'archived')
    AND COALESCE(s.user_id, '') = @UserId
