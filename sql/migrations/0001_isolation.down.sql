-- Loses nothing: no table is left that the function isolates.
REVOKE USAGE ON SCHEMA :"schema" FROM :"app_role";

DROP FUNCTION :"schema".isolate(name, name, name, text);
