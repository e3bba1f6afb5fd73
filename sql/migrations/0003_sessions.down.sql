-- Loses every session with its turns, state and commit log.
DROP TABLE :"schema".turns;
DROP TABLE :"schema".session_commits;
DROP TABLE :"schema".session_state;
DROP TABLE :"schema".sessions;
DROP FUNCTION :"schema".feed_position(xid8);
