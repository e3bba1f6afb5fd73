UPDATE raw.tool_runs
SET
    status = 'succeeded',
    completed_at = now(),
    output = @Output,
    updated_at = now()
WHERE workspace_id = @WorkspaceId
    AND tool_run_id = @ToolRunId
    AND status = 'running'
