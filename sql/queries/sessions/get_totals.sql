SELECT
    s.turn_count AS TurnCount,
    s.input_tokens AS InputTokens,
    s.output_tokens AS OutputTokens,
    s.cost AS Cost
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
