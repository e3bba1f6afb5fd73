-- Writes to a task come one after the other. The lock is a statement of its own: the one after it then sees what the writer before has left,
-- where a lock and a read in one statement would see how things stood when the waiting began. A task that the scope may read but not write is
-- not locked, and not changed.
SELECT t.task_id
FROM :"schema".tasks AS t
WHERE t.workspace_id = @WorkspaceId
    AND t.task_id = @TaskId
FOR NO KEY UPDATE
