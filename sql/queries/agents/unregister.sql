-- Sessions name their agent but do not refer to it: they stay.
DELETE FROM :"schema".agents AS a
WHERE a.workspace_id = @WorkspaceId
    AND a.agent_id = @AgentId
RETURNING a.version
