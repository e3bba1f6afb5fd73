-- A login that is stronger than it needs to be is worth a warning: the role that AgentKit works under is not.
SELECT
    session_user::text AS Login,
    r.rolsuper OR r.rolbypassrls AS IsPowerful
FROM pg_roles AS r
WHERE r.rolname = session_user
