-- Loses access_log, erasure_receipts: the record of what admins have read, and the receipts of erasures: one that was broken off and is
-- gone on with counts from zero. What was erased stays erased.
DROP INDEX :"schema".task_steps_earlier_idx;
DROP INDEX :"schema".task_steps_decided_idx;
DROP INDEX :"schema".session_commits_assigned_idx;
DROP INDEX :"schema".sessions_assigned_idx;
DROP INDEX :"schema".events_user_idx;
DROP INDEX :"schema".sessions_closed_idx;
DROP TABLE :"schema".erasure_receipts;
DROP TABLE :"schema".access_log;
