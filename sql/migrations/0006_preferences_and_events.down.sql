-- Loses every user's preferences and the whole event log.
DROP TABLE :"schema".events;
DROP TABLE :"schema".preferences;
