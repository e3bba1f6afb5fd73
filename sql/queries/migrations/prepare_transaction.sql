-- row_security: the owner of a table is under its policies too (FORCE), matches none, and would change zero rows without a word. Off turns
-- that silence into an error. statement_timeout: what suits the calls of an application is too short for a migration, and for the wait
-- until another process has finished its own.
SELECT
    set_config('row_security', 'off', true),
    set_config('statement_timeout', '0', true)
