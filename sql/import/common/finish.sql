-- The end of every way in: stores what was gathered, looks whether it is what AgentKit relies on, and commits. Included.
\ir store_sessions.sql
\ir store_work.sql
\ir store_tasks.sql
\ir verify.sql

ALTER TABLE :"schema".agents FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".sessions FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".session_state FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".session_commits FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".turns FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".runs FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".tool_runs FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".tasks FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".task_steps FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".preferences FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".events FORCE ROW LEVEL SECURITY;

SELECT
    (SELECT count(*) FROM new_sessions) AS "sessions imported",
    (SELECT count(*) FROM import_sessions) - (SELECT count(*) FROM new_sessions) AS "there before",
    (SELECT count(*) FROM mapped_turns JOIN new_sessions USING (workspace_id, session_id)) AS "turns imported";

SELECT COALESCE(sum(l.rows), 0) > 0 AS has_left_out FROM import_left_out AS l
\gset
\if :has_left_out
    SELECT
        l.rows AS "left out",
        l.what AS "because"
    FROM import_left_out AS l
    WHERE l.rows > 0
    ORDER BY l.what;
\endif

COMMIT;
