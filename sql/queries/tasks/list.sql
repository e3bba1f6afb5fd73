-- Ids are UUID v7: their order is the order of creation. A file for each filter that has an index.
SELECT
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
FROM :"schema".tasks AS t
WHERE t.workspace_id = @WorkspaceId
    AND t.task_id < @BeforeId
    AND (cardinality(@Statuses::text[]) = 0 OR t.status = ANY (@Statuses::text[]))
ORDER BY t.task_id DESC
LIMIT @Limit
