-- Loses tasks, task_steps: every task with its steps and their output, who approved what and when, what still waits for a person, and
-- the leases of workers.
DROP TABLE :"schema".task_steps;
DROP TABLE :"schema".tasks;
