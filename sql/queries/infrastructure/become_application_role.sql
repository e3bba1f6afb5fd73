-- Before enter_scope_on_nodes, which the login need not have the right to call. The coordinator connects to the nodes as this role.
SET LOCAL ROLE :"app_role"
