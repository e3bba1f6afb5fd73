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

-- An id of AgentKit's own, of version 7: its time, and a hash of the key in all other bits. It follows from this row alone, so that it is the
-- same each time, whatever else comes into the source or goes. A source id that is of version 7 already stays.
CREATE FUNCTION pg_temp.agentkit_id(at timestamptz, kind text, workspace text, source_id text)
RETURNS uuid
LANGUAGE sql
AS $$
    SELECT CASE
        WHEN source_id ~* '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' THEN source_id::uuid
        ELSE encode(
            substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3)
                || set_byte(set_byte(h.hash, 0, (get_byte(h.hash, 0) & 15) | 112), 2, (get_byte(h.hash, 2) & 63) | 128),
            'hex')::uuid
    END
    FROM (SELECT substring(sha256(convert_to(kind || ':' || workspace || ':' || source_id, 'UTF8')) FOR 10) AS hash) AS h
$$;

CREATE FUNCTION pg_temp.agentkit_expect(holds boolean, what text)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF holds IS NOT TRUE THEN
        RAISE EXCEPTION 'The import is taken back. It does not hold that %.', what;
    END IF;
END
$$;

-- The blocks of content: a list of blocks as it is, anything else as one text.
CREATE FUNCTION pg_temp.agentkit_blocks(content jsonb)
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

-- Calls of tools that were kept with their results, as an array of blocks: the calls, or the results.
CREATE FUNCTION pg_temp.agentkit_calls(calls jsonb, turn_id text, results boolean)
RETURNS json
LANGUAGE sql
AS $$
    SELECT json_agg(
        CASE
            WHEN NOT results THEN json_build_object('type', 'tool_use', 'id', k.id, 'name', k.name, 'input', COALESCE(k.call -> 'input', '{}'))
            WHEN k.call ->> 'error' IS NOT NULL
                THEN json_build_object('type', 'tool_result', 'tool_use_id', k.id, 'content', k.call -> 'error', 'is_error', true)
            ELSE json_build_object('type', 'tool_result', 'tool_use_id', k.id, 'content', k.call -> 'result')
        END
        ORDER BY k.ordinal)
    FROM (
        SELECT
            c.call,
            c.ordinal,
            COALESCE(NULLIF(c.call ->> 'id', ''), turn_id || '-' || c.ordinal) AS id,
            COALESCE(NULLIF(c.call ->> 'name', ''), 'unknown') AS name
        FROM jsonb_array_elements(calls) WITH ORDINALITY AS c (call, ordinal)
    ) AS k
    WHERE NOT results
        OR k.call ? 'result'
        OR k.call ->> 'error' IS NOT NULL
$$;

-- What a user was found to want. One without a name, or with a confidence that is none, is left out: it could not be read.
CREATE FUNCTION pg_temp.agentkit_intent(intent jsonb)
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

-- A list of names, or of objects with a name, as the state of a session keeps it. time_key: where it says when, such as seen_at.
CREATE FUNCTION pg_temp.agentkit_names(names jsonb, time_key text)
RETURNS jsonb
LANGUAGE sql
AS $$
    SELECT COALESCE(
        jsonb_agg(
            jsonb_strip_nulls(jsonb_build_object(
                'name', COALESCE(n.entry ->> 'name', n.entry ->> 'intent', n.entry ->> 'template', n.entry #>> '{}'),
                'confidence', CASE WHEN jsonb_typeof(n.entry -> 'confidence') = 'number' THEN n.entry -> 'confidence' END,
                time_key, COALESCE(n.entry ->> time_key, n.entry ->> 'at')))
            ORDER BY n.ordinal),
        '[]')
    FROM jsonb_array_elements(CASE WHEN jsonb_typeof(names) = 'array' THEN names ELSE '[]' END) WITH ORDINALITY AS n (entry, ordinal)
$$;

-- A readable id for an agent that had none.
CREATE FUNCTION pg_temp.agentkit_slug(name text)
RETURNS text
LANGUAGE sql
AS $$
    SELECT COALESCE(NULLIF(left(trim(BOTH '-' FROM regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), 100), ''), 'agent')
    WHERE name IS NOT NULL
$$;

-- An id of an agent that can be one here stays.
CREATE FUNCTION pg_temp.agentkit_agent_id(id text)
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
