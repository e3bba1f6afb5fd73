-- How things stand after a creation. Always one row, with the task in it if the scope sees it; otherwise it says what was missing.
SELECT
    @SessionId::uuid IS NULL
        OR EXISTS (
            SELECT 1
            FROM :"schema".sessions AS n
            WHERE n.workspace_id = @WorkspaceId
                AND n.session_id = @SessionId
        ) AS IsSessionFound,
    @RunId::uuid IS NULL
        OR EXISTS (
            SELECT 1
            FROM :"schema".runs AS r
            WHERE r.workspace_id = @WorkspaceId
                AND r.run_id = @RunId
        ) AS IsRunFound,
    t.task_id IS NOT NULL AS IsFound,
    t.task_id AS TaskId,
    t.user_id AS UserId,
    t.session_id AS SessionId,
    t.run_id AS RunId,
    t.title AS Title,
    t.description AS Description,
    t.status AS Status,
    t.status_reason AS StatusReason,
    t.priority AS Priority,
    t.due_at AS DueAt,
    t.input AS Input,
    t.metadata AS Metadata,
    t.fencing_token AS FencingToken,
    t.lease_owner AS LeaseOwner,
    t.lease_expires_at AS LeaseExpiresAt,
    t.created_at AS CreatedAt,
    t.updated_at AS UpdatedAt,
    t.started_at AS StartedAt,
    t.completed_at AS CompletedAt,
    (
        SELECT json_agg(
            json_build_object('row', s, 'has_input', s.input IS NOT NULL, 'has_output', s.output IS NOT NULL)
            ORDER BY s.step_number)
        FROM :"schema".task_steps AS s
        WHERE s.workspace_id = @WorkspaceId
            AND s.task_id = t.task_id
    ) AS Steps
FROM (SELECT @TaskId::uuid AS task_id) AS asked
LEFT JOIN :"schema".tasks AS t
    ON t.workspace_id = @WorkspaceId
    AND t.task_id = asked.task_id
