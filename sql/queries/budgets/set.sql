-- A budget and its account are made together; spending that is there already stays.
WITH budget AS (
    INSERT INTO :"schema".budgets (
        created_at,
        updated_at,
        session_id,
        token_limit,
        cost_limit,
        workspace_id,
        subject,
        subject_id
    )
    VALUES (
        @Now,
        now(),
        @SessionId,
        @TokenLimit,
        @CostLimit,
        @WorkspaceId,
        @Subject,
        @SubjectId
    )
    ON CONFLICT (workspace_id, subject, subject_id) DO UPDATE
    SET
        token_limit = excluded.token_limit,
        cost_limit = excluded.cost_limit,
        updated_at = excluded.updated_at
    RETURNING
        workspace_id,
        subject,
        subject_id
)
INSERT INTO :"schema".budget_spending (
    period_started_at,
    workspace_id,
    subject,
    subject_id
)
SELECT
    @Now,
    b.workspace_id,
    b.subject,
    b.subject_id
FROM budget AS b
ON CONFLICT (workspace_id, subject, subject_id) DO NOTHING
RETURNING subject
