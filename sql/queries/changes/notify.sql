-- A transaction of its own, after the commits that it tells of: within theirs, PostgreSQL would hold a lock of the whole server while they
-- wait for the disk, and 8 clients would get a quarter of the commits done.
SELECT pg_notify(:'schema', p.payload)
FROM unnest(@Payloads::text[]) AS p (payload)
