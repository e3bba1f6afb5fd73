-- Loses nothing: no table is left that the function isolates.
DROP FUNCTION :"schema".isolate(name, name, name, text);
