SELECT
    t.access_id AS AccessId,
    t.read_at AS ReadAt,
    t.user_id AS UserId,
    t.operation AS Operation,
    t.session_id AS SessionId,
    t.subject_id AS SubjectId,
    t.subject_user_id AS SubjectUserId
FROM :"schema".access_log AS t
WHERE t.workspace_id = @WorkspaceId
    AND t.access_id >= @FromId
    AND t.access_id < @BeforeId
    AND t.session_id = @SessionId
    AND (@UserId::text IS NULL OR t.user_id = @UserId)
ORDER BY t.access_id DESC
LIMIT @Limit
