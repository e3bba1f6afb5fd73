-- One migration of a schema at a time. Held until the end of the transaction, not of the connection, so that it works through a pooler in
-- transaction mode and is never left behind. A statement of its own: what follows sees what the holder before has committed.
SELECT pg_advisory_xact_lock(hashtextextended('agentkit.migrations.' || :'schema', 0))
