-- What the commit that this very transaction has just applied consumed, which is what the time of its log row says, counted for the run that it
-- was for. An operation that is sent again counts nothing.
UPDATE :"schema".runs AS r
SET
    input_tokens = r.input_tokens + @InputTokens,
    output_tokens = r.output_tokens + @OutputTokens,
    cost = r.cost + @Cost,
    updated_at = now()
FROM :"schema".session_commits AS c
WHERE c.workspace_id = @WorkspaceId
    AND c.session_id = @SessionId
    AND c.operation_id = @OperationId
    AND c.committed_at = now()
    AND r.workspace_id = @WorkspaceId
    AND r.run_id = c.run_id
RETURNING r.run_id
