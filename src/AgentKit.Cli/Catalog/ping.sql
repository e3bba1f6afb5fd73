-- The least that can be asked.
SELECT 1
