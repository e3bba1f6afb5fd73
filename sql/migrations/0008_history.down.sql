-- Loses every turn that was taken back, and every summary. The turns that are left stay as they are.
DROP TABLE :"schema".session_summaries;
DROP TABLE :"schema".archived_turns;
