SELECT
    e.event_id AS EventId,
    e.occurred_at AS OccurredAt,
    e.session_id AS SessionId,
    e.run_id AS RunId,
    e.user_id AS UserId,
    e.category AS Category,
    e.type AS Type,
    e.tool_name AS ToolName,
    e.payload AS Payload
FROM :"schema".events AS e
WHERE e.workspace_id = @WorkspaceId
    AND e.event_id >= @FromId
    AND e.event_id < @BeforeId
    AND e.type = @Type
    AND (@Category::text IS NULL OR e.category = @Category)
    AND (@ToolName::text IS NULL OR e.tool_name = @ToolName)
ORDER BY e.event_id DESC
LIMIT @Limit
