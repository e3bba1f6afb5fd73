-- Stands in the batch of the call that it records: no row, no answer. The id is the operation: sent again, it is recorded once.
INSERT INTO :"schema".access_log (
    access_id,
    read_at,
    session_id,
    subject_id,
    workspace_id,
    user_id,
    operation,
    subject_user_id
)
VALUES (
    @AccessId,
    @Now,
    @SessionId::uuid,
    @SubjectId::uuid,
    @WorkspaceId,
    @UserId,
    @Operation,
    @SubjectUserId::text
)
ON CONFLICT (workspace_id, access_id) DO NOTHING
RETURNING access_id
