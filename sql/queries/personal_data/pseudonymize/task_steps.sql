-- Also in decisions that a retry has set aside.
WITH doomed AS (
    SELECT t.ctid AS place
    FROM :"schema".task_steps AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.decided_by = @UserId
    UNION
    SELECT t.ctid
    FROM :"schema".task_steps AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.earlier_decisions <> '[]'
        AND t.earlier_decisions @> jsonb_build_array(jsonb_build_object('decided_by', @UserId::text))
    LIMIT 1000
),
gone AS (
    UPDATE :"schema".task_steps AS t
    SET
        decided_by = CASE WHEN t.decided_by = @UserId THEN @Pseudonym ELSE t.decided_by END,
        -- COALESCE within the subquery, not around it: Citus refuses what is not immutable inside of one in an UPDATE.
        earlier_decisions = (
            SELECT COALESCE(
                jsonb_agg(
                    CASE
                        WHEN e.decision ->> 'decided_by' = @UserId THEN e.decision || jsonb_build_object('decided_by', @Pseudonym::text)
                        ELSE e.decision
                    END
                    ORDER BY e.ordinal),
                '[]')
            FROM jsonb_array_elements(t.earlier_decisions) WITH ORDINALITY AS e (decision, ordinal)
        ),
        updated_at = now()
    WHERE t.workspace_id = @WorkspaceId
        AND t.ctid = ANY (ARRAY(SELECT d.place FROM doomed AS d))
    RETURNING 1
),
counted AS (
    INSERT INTO :"schema".erasure_receipts AS e (
        erasure_id,
        row_count,
        erased_at,
        workspace_id,
        table_name,
        action
    )
    SELECT
        @ErasureId,
        count(*),
        @Now,
        @WorkspaceId,
        'task_steps',
        'pseudonymized'
    FROM gone
    HAVING count(*) > 0
    ON CONFLICT (workspace_id, erasure_id, table_name, action) DO UPDATE
    SET
        row_count = e.row_count + excluded.row_count,
        erased_at = excluded.erased_at
)
SELECT count(*) AS Count
FROM doomed
