-- The last statement of a commit's batch. Only a transaction that has written something has an id: a commit that was refused, or that had
-- been applied before, notifies nobody and does not take the lock that PostgreSQL takes for notifications.
SELECT pg_notify(:'schema', @Payload)
WHERE pg_current_xact_id_if_assigned() IS NOT NULL
