-- The beginning of every way in: the transaction, what the files have in common, and empty tables for what is to be brought in. Included.
\if :{?schema}
\else
    \set schema agentkit
\endif
\if :{?source}
\else
    \set source public
\endif
\if :{?workspace}
\else
    \set workspace default
\endif
\if :{?agent}
\else
    \set agent imported
\endif

BEGIN;

-- The functions of an import before this one may still be there: a connection pooler keeps its connections.

-- An id of AgentKit's own, of version 7: its time to the quarter of a microsecond, then the source's id where that is a number, so that what was
-- numbered in one moment stays in its order, and a hash of the key in all other bits. It follows from this row alone, so that it is the same each
-- time, whatever else comes into the source or goes. A source id that is of version 7 already stays.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_id(at timestamptz, kind text, workspace text, source_id text)
RETURNS uuid
LANGUAGE sql
AS $$
    SELECT CASE
        WHEN source_id ~* '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' THEN source_id::uuid
        ELSE encode(
            substring(int8send(t.us / 1000) FROM 3)
                || substring(int8send(28672 + t.us % 1000 * 4096 / 1000) FROM 7)
                -- The two highest bits are the variant, 10.
                || int8send((-9223372036854775808) | CASE
                    WHEN source_id ~ '^[0-9]{1,12}$' THEN (source_id::bigint << 22) | (h.hash & 4194303)
                    ELSE h.hash & 4611686018427387903
                END),
            'hex')::uuid
    END
    FROM (SELECT GREATEST(floor(extract(epoch FROM at) * 1000000)::bigint, 0) AS us) AS t,
        (
            SELECT
                ('x' || encode(substring(sha256(convert_to(kind || ':' || workspace || ':' || source_id, 'UTF8')) FOR 8), 'hex'))::bit(64)::bigint
                    AS hash
        ) AS h
$$;

CREATE OR REPLACE FUNCTION pg_temp.agentkit_expect(holds boolean, what text)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF holds IS NOT TRUE THEN
        RAISE EXCEPTION 'The import is taken back. It does not hold that %.', what;
    END IF;
END
$$;

-- JSON that some writers put into a text of JSON; anything else as it is.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_json(value jsonb)
RETURNS jsonb
LANGUAGE plpgsql
AS $$
BEGIN
    RETURN CASE WHEN jsonb_typeof(value) = 'string' THEN (value #>> '{}')::jsonb ELSE value END;
EXCEPTION WHEN invalid_text_representation OR untranslatable_character THEN
    RETURN value;
END
$$;

-- What has to be an object: empty where the source says nothing by null, an empty list or text; what is no object is kept in one.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_object(value jsonb)
RETURNS jsonb
LANGUAGE sql
AS $$
    SELECT CASE
        WHEN j.json IS NULL OR j.json IN ('null', '[]', '""') THEN '{}'
        WHEN jsonb_typeof(j.json) = 'object' THEN j.json
        ELSE jsonb_build_object('value', value)
    END
    FROM (SELECT pg_temp.agentkit_json(value) AS json) AS j
$$;

-- A time in one way: ISO 8601, or seconds or milliseconds since 1970, as numbers or as texts. Nothing for what is no time.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_time(value jsonb)
RETURNS text
LANGUAGE plpgsql
SET timezone = 'UTC'
AS $$
DECLARE
    text_of text := value #>> '{}';
    at timestamptz;
BEGIN
    IF text_of ~ '^[0-9]{9,11}([.][0-9]+)?$' THEN
        at := to_timestamp(text_of::double precision);
    ELSIF text_of ~ '^[0-9]{12,14}([.][0-9]+)?$' THEN
        at := to_timestamp(text_of::double precision / 1000);
    ELSIF text_of ~ '^[0-9]{4}-' THEN
        at := text_of::timestamptz;
    END IF;
    RETURN to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
EXCEPTION WHEN invalid_datetime_format OR datetime_field_overflow THEN
    RETURN NULL;
END
$$;

-- The blocks of content: a list of blocks as it is, anything else as one text.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_blocks(content jsonb)
RETURNS jsonb
LANGUAGE sql
AS $$
    SELECT CASE
        WHEN content IS NULL OR content IN ('null', '[]', '""') THEN '[]'
        WHEN jsonb_typeof(content) = 'array'
            AND NOT EXISTS (SELECT FROM jsonb_array_elements(content) AS b (block) WHERE jsonb_typeof(b.block -> 'type') IS DISTINCT FROM 'string')
            THEN content
        ELSE jsonb_build_array(jsonb_build_object('type', 'text', 'text', COALESCE(content #>> '{}', '')))
    END
$$;

-- Calls of tools that were kept with their results, as an array of blocks: the calls, or the results. Those in the shape of OpenAI have name and
-- arguments in "function", the arguments as a text of JSON.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_calls(calls jsonb, turn_id text, results boolean)
RETURNS json
LANGUAGE sql
AS $$
    SELECT json_agg(
        CASE
            WHEN NOT results THEN json_build_object('type', 'tool_use', 'id', k.id, 'name', k.name, 'input', k.input)
            WHEN k.call ->> 'error' IS NOT NULL
                THEN json_build_object('type', 'tool_result', 'tool_use_id', k.id, 'content', k.call -> 'error', 'is_error', true)
            ELSE json_build_object('type', 'tool_result', 'tool_use_id', k.id, 'content', COALESCE(k.call -> 'result', k.call -> 'output'))
        END
        ORDER BY k.ordinal)
    FROM (
        SELECT
            c.call,
            c.ordinal,
            COALESCE(NULLIF(c.call ->> 'id', ''), turn_id || '-' || c.ordinal) AS id,
            COALESCE(NULLIF(c.call ->> 'name', ''), NULLIF(c.call #>> '{function,name}', ''), 'unknown') AS name,
            COALESCE(
                c.call -> 'input',
                pg_temp.agentkit_json(COALESCE(c.call #> '{function,arguments}', c.call -> 'arguments')),
                '{}') AS input
        FROM jsonb_array_elements(calls) WITH ORDINALITY AS c (call, ordinal)
    ) AS k
    WHERE NOT results
        OR k.call ?| ARRAY['result', 'output']
        OR k.call ->> 'error' IS NOT NULL
$$;

-- What a user was found to want. One without a name, or with a confidence that is none, is left out: it could not be read.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_intent(intent jsonb)
RETURNS json
LANGUAGE sql
AS $$
    SELECT json_build_object(
        'intent', intent ->> 'intent',
        'confidence', intent -> 'confidence',
        'alternatives', COALESCE(
            (
                SELECT json_agg(json_build_object('intent', a.other ->> 'intent', 'confidence', a.other -> 'confidence') ORDER BY a.ordinal)
                FROM jsonb_array_elements(
                    CASE WHEN jsonb_typeof(intent -> 'alternatives') = 'array' THEN intent -> 'alternatives' ELSE '[]' END
                ) WITH ORDINALITY AS a (other, ordinal)
                WHERE a.other ->> 'intent' <> ''
                    AND jsonb_typeof(a.other -> 'confidence') = 'number'
                    AND (a.other -> 'confidence')::numeric BETWEEN 0 AND 1
            ),
            '[]'))
    WHERE intent ->> 'intent' <> ''
        AND jsonb_typeof(intent -> 'confidence') = 'number'
        AND (intent -> 'confidence')::numeric BETWEEN 0 AND 1
$$;

-- A list of names, or of objects with a name, as the state of a session keeps it; what has no name is left out. time_key: where it says when, such
-- as seen_at.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_names(names jsonb, time_key text)
RETURNS jsonb
LANGUAGE sql
AS $$
    SELECT COALESCE(
        jsonb_agg(
            jsonb_strip_nulls(jsonb_build_object(
                'name', n.name,
                'confidence', CASE WHEN jsonb_typeof(n.entry -> 'confidence') = 'number' THEN n.entry -> 'confidence' END,
                time_key, pg_temp.agentkit_time(COALESCE(n.entry -> time_key, n.entry -> 'at'))))
            ORDER BY n.ordinal),
        '[]')
    FROM (
        SELECT
            e.entry,
            e.ordinal,
            CASE
                WHEN jsonb_typeof(e.entry) = 'object' THEN COALESCE(e.entry ->> 'name', e.entry ->> 'intent', e.entry ->> 'template')
                ELSE e.entry #>> '{}'
            END AS name
        FROM jsonb_array_elements(CASE WHEN jsonb_typeof(names) = 'array' THEN names ELSE '[]' END) WITH ORDINALITY AS e (entry, ordinal)
    ) AS n
    WHERE n.name <> ''
$$;

-- A readable id for an agent that had none.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_slug(name text)
RETURNS text
LANGUAGE sql
AS $$
    SELECT COALESCE(NULLIF(left(trim(BOTH '-' FROM regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), 100), ''), 'agent')
    WHERE name IS NOT NULL
$$;

-- An id of an agent that can be one here stays.
CREATE OR REPLACE FUNCTION pg_temp.agentkit_agent_id(id text)
RETURNS text
LANGUAGE sql
AS $$
    SELECT CASE WHEN id ~ '^[a-z0-9][a-z0-9._-]{0,99}$' THEN id ELSE pg_temp.agentkit_slug(NULLIF(id, '')) END
$$;

\ir staging.sql

-- The owner is under the policies too, and would write nothing. Until the end of the transaction it is not; nobody else reads or writes meanwhile.
ALTER TABLE :"schema".agents NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".sessions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".session_state NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".session_commits NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".turns NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".runs NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".tool_runs NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".tasks NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".task_steps NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".preferences NO FORCE ROW LEVEL SECURITY;
ALTER TABLE :"schema".events NO FORCE ROW LEVEL SECURITY;

-- A policy that would hide rows, of the source too, is an error instead.
SET LOCAL row_security = off;
