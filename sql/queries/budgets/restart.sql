-- Everybody's commits move the counters, but only who may set the budget, and so lock it, may put them back.
WITH budget AS (
    SELECT
        b.subject,
        b.subject_id
    FROM :"schema".budgets AS b
    WHERE b.workspace_id = @WorkspaceId
        AND b.subject = @Subject
        AND b.subject_id = @SubjectId
    FOR NO KEY UPDATE
)
UPDATE :"schema".budget_spending AS p
SET
    tokens = 0,
    cost = 0,
    period_started_at = @PeriodStart,
    updated_at = now()
FROM budget AS b
WHERE p.workspace_id = @WorkspaceId
    AND p.subject = b.subject
    AND p.subject_id = b.subject_id
    AND p.period_started_at < @PeriodStart
RETURNING p.subject
