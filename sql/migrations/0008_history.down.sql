-- Loses archived_turns, session_summaries: every turn that was taken back, and every summary: what a summary stood for is read in full
-- again. The turns that are left stay as they are.
DROP TABLE :"schema".session_summaries;
DROP TABLE :"schema".archived_turns;
