-- Loses runs, tool_runs: every run with its usage, checkpoint and provider session, so that none can be resumed or taken over; and the
-- whole audit of tool runs, which is also what keeps a tool from being called twice for one request. Turns, with the tool calls and
-- results in their content, and the totals of sessions remain; session_commits keeps the ids of runs that are gone.
DROP TABLE :"schema".tool_runs;
DROP TABLE :"schema".runs;
