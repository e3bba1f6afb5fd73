-- Returns a row if it changed something. The hash stays: it is that of the definition as registered, so that the same one, registered
-- again at the next start, leaves these instructions alone.
UPDATE :"schema".agents AS a
SET
    version = a.version + 1,
    updated_at = now(),
    instructions = @Instructions
WHERE a.workspace_id = @WorkspaceId
    AND a.agent_id = @AgentId
    AND a.instructions <> @Instructions
RETURNING a.version
