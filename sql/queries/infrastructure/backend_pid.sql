-- Behind a pooler the process id that the connection was told at its start is not the one that answers here.
SELECT pg_backend_pid()
