-- The first statement of every call: it holds for the one transaction that the call is, and is gone before the connection serves another.
-- It is a statement of its own: within the same statement the policies would be evaluated before the settings are made.
SELECT
    set_config('agentkit.workspace_id', @WorkspaceId, true),
    set_config('agentkit.user_id', @UserId, true),
    set_config('agentkit.access', @Access, true),
    set_config('role', :'app_role', true)
