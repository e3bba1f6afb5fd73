INSERT INTO raw.tool_runs (tool_run_id, session_id, workspace_id, user_id, created_at, started_at, tool_name, status, worker, input)
VALUES (@ToolRunId, @SessionId, @WorkspaceId, @UserId, now(), now(), @ToolName, 'running', @Worker, @Input)
