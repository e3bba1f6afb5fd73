-- What enter_scope does, where the rows lie on the nodes of Citus: set_config would stay on the coordinator. The function comes from citus.sql.
SELECT :"schema".set_context(@WorkspaceId, @UserId, @Access)
