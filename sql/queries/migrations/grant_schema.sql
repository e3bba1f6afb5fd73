GRANT USAGE ON SCHEMA :"schema" TO :"app_role"
