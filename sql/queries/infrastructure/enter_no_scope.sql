-- The role alone, with no workspace, no user and no access level: what a forgotten scope would be.
SELECT
    set_config('agentkit.workspace_id', '', true),
    set_config('agentkit.user_id', '', true),
    set_config('agentkit.access', '', true),
    set_config('role', :'app_role', true)
