-- Whoever reserves in one session waits for the other here: its limits, those of its runs and the token budget of its agent have no row of
-- their own to lock, and the session's row may be held for long by an update that decides. The row lock, which none but a removal waits for, is
-- there so that what is locked is what the scope may write.
SELECT pg_advisory_xact_lock(hashtextextended(@WorkspaceId || ' ' || s.session_id::text, 7))
FROM :"schema".sessions AS s
WHERE s.workspace_id = @WorkspaceId
    AND s.session_id = @SessionId
FOR KEY SHARE
