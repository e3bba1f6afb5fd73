-- Times in the lines are in UTC, whatever the setting of server, login or database. Until the end of the transaction.
SELECT set_config('TimeZone', 'UTC', true)
