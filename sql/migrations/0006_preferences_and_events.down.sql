-- Loses every user's preferences, the defaults of every workspace, and the whole event log.
DROP TABLE :"schema".events;
DROP TABLE :"schema".preference_defaults;
DROP TABLE :"schema".preferences;
