-- Waits for the row lock that a commit takes; a stronger one would also stall what refers to the session, such as its tool runs.
-- What is then read with another statement is what the last one before left: read in this one, the state would be as it was when the
-- waiting began. A row that the scope may read but not write is not locked.
SELECT s.version
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
FOR NO KEY UPDATE
