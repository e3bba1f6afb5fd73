-- Before register.sql, in the same transaction: a tool that the definition gives up and later takes back is a new one, and enabled. So what stays
-- disabled is what both definitions have. A statement of its own, because Citus takes no subquery in ON CONFLICT DO UPDATE.
UPDATE :"schema".agents AS a
SET
    updated_at = now(),
    disabled_tools = ARRAY(
        SELECT d.tool
        FROM unnest(a.disabled_tools) WITH ORDINALITY AS d (tool, ordinal)
        WHERE d.tool = ANY (@Tools::text[])
            AND d.tool = ANY (a.tools)
        ORDER BY d.ordinal
    )
WHERE a.workspace_id = @WorkspaceId
    AND a.agent_id = @AgentId
    AND a.definition_hash <> @DefinitionHash
    AND NOT (a.disabled_tools <@ @Tools::text[] AND a.disabled_tools <@ a.tools)
RETURNING a.agent_id
