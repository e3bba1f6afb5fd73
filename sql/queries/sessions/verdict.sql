-- What stood against a commit, read by a statement of its own: within the commit it would see the snapshot from before. For the same operation sent
-- again, that it is in the log; outcome.sql tells what it came to.
SELECT
    s.version AS Version,
    s.user_id AS UserId,
    s.status AS Status,
    c.version IS NOT NULL AS IsCommitted
FROM :"schema".sessions AS s
LEFT JOIN :"schema".session_commits AS c
    ON c.workspace_id = @WorkspaceId
    AND c.session_id = s.session_id
    AND c.operation_id = @OperationId
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
