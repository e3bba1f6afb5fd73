-- The account goes with it.
DELETE FROM :"schema".budgets AS b
WHERE b.workspace_id = @WorkspaceId
    AND b.subject = @Subject
    AND b.subject_id = @SubjectId
RETURNING b.subject AS Subject
