-- The same tables with the same indexes, checks and room on their pages, without row-level security.
CREATE SCHEMA raw;

CREATE TABLE raw.sessions (LIKE agentkit.sessions INCLUDING ALL) WITH (fillfactor = 80);
CREATE TABLE raw.session_commits (LIKE agentkit.session_commits INCLUDING ALL);
CREATE TABLE raw.turns (LIKE agentkit.turns INCLUDING ALL);
CREATE TABLE raw.tool_runs (LIKE agentkit.tool_runs INCLUDING ALL) WITH (fillfactor = 80);
CREATE TABLE raw.events (LIKE agentkit.events INCLUDING ALL);

ALTER TABLE raw.session_commits
    ADD FOREIGN KEY (workspace_id, session_id) REFERENCES raw.sessions (workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE raw.turns
    ADD FOREIGN KEY (workspace_id, session_id) REFERENCES raw.sessions (workspace_id, session_id) ON DELETE CASCADE;
ALTER TABLE raw.tool_runs
    ADD FOREIGN KEY (workspace_id, session_id) REFERENCES raw.sessions (workspace_id, session_id) ON DELETE CASCADE;
