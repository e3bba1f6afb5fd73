INSERT INTO raw.sessions (session_id, workspace_id, user_id, agent_id, created_at, active_bucket)
VALUES (@SessionId, @WorkspaceId, @UserId, 'support', now(), date_bin('5 minutes', now(), '2000-01-01'))
