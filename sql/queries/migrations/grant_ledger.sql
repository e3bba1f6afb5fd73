-- Read only: the check at the start of an application runs under the application role.
GRANT SELECT ON :"schema".schema_migrations TO :"app_role"
