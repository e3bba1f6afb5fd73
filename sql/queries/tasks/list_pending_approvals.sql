-- By the index of what waits, which is little; at most one step of a task does, so that the task is the key.
SELECT
    t.task_id AS TaskId,
    t.title AS TaskTitle,
    t.description AS TaskDescription,
    t.user_id AS UserId,
    t.session_id AS SessionId,
    t.run_id AS RunId,
    t.priority AS Priority,
    t.due_at AS DueAt,
    s.step_number AS StepNumber,
    s.title AS StepTitle,
    s.attempt AS Attempt,
    s.tool_name AS ToolName,
    s.input AS Input,
    s.waiting_since AS WaitingSince
FROM :"schema".task_steps AS s
JOIN :"schema".tasks AS t
    ON t.workspace_id = @WorkspaceId
    AND t.task_id = s.task_id
WHERE s.workspace_id = @WorkspaceId
    AND s.status = 'waiting_approval'
    AND s.task_id > @AfterId
    AND (@SessionId::uuid IS NULL OR t.session_id = @SessionId)
    AND (@UserId::text IS NULL OR s.user_id = @UserId)
ORDER BY s.task_id
LIMIT @Limit
