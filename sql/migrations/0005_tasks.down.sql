-- Loses every task with its steps and approvals.
DROP TABLE :"schema".task_steps;
DROP TABLE :"schema".tasks;
