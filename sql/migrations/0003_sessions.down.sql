-- Loses sessions, session_state, session_commits, turns: every session with its turns, its state (intents, templates, captured data) and
-- the log of its commits, which was the change feed: what its watchers had not read yet, they never will. The function feed_position
-- goes too, and with it what sql/after_restore.sql has made of it. Where that was run, cursors that watchers keep are refused
-- (ChangeFeedException) until it is run again as often; elsewhere they stay valid. The function readable_blocks goes without a loss.
DROP TABLE :"schema".turns;
DROP TABLE :"schema".session_commits;
DROP TABLE :"schema".session_state;
DROP TABLE :"schema".sessions;
DROP FUNCTION :"schema".readable_blocks(json);
DROP FUNCTION :"schema".feed_position(xid8);
