-- Times in the lines are in UTC and intervals as ISO 8601 has them, whatever the settings of server, login or database. Until the end of the
-- transaction.
SELECT
    set_config('TimeZone', 'UTC', true),
    set_config('IntervalStyle', 'iso_8601', true)
