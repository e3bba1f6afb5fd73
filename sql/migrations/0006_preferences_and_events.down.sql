-- Loses preferences, preference_defaults, events: every user's preferences, the defaults of every workspace, and the whole event log.
-- Everybody is back at the default, suggest_only, until they say otherwise again.
DROP TABLE :"schema".events;
DROP TABLE :"schema".preference_defaults;
DROP TABLE :"schema".preferences;
