-- Ends what begin began, at the end of the same batch: after an error PostgreSQL passes over it, and the transaction is rolled back.
COMMIT
