-- Returns a row if it changed something: the definition has the tool, and it is disabled where it is to be enabled, or the other way round.
-- One statement and no reading before it: two tools switched at once are both switched.
UPDATE :"schema".agents AS a
SET
    version = a.version + 1,
    updated_at = now(),
    disabled_tools = CASE
        WHEN @Enabled THEN array_remove(a.disabled_tools, @ToolName::text)
        ELSE array_append(a.disabled_tools, @ToolName::text)
    END
WHERE a.workspace_id = @WorkspaceId
    AND a.agent_id = @AgentId
    AND @ToolName::text = ANY (a.tools)
    AND (@ToolName::text = ANY (a.disabled_tools)) = @Enabled
RETURNING a.version
