-- Loses no table. Takes away the function isolate, which only migrations call. The schema, its record of migrations and the application
-- role remain.
DROP FUNCTION :"schema".isolate(name, name, name, text, name);
