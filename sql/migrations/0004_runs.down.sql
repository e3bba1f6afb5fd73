-- Loses every run and the whole audit of tool runs. Turns, with the tool calls and results in their content, remain.
DROP TABLE :"schema".tool_runs;
DROP TABLE :"schema".runs;
