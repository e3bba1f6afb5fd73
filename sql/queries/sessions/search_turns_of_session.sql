-- Like search_turns, in one session.
-- The row that is no match tells where a call ends that has found fewer matches than it was asked for.
WITH search AS (
    SELECT websearch_to_tsquery(@Language::text::regconfig, @Query) AS query
),
newest AS MATERIALIZED (
    SELECT
        n.session_id,
        n.last_number,
        (sum(n.last_number) OVER (ORDER BY n.session_id DESC))::bigint AS turns_so_far
    FROM (
        SELECT
            s.session_id,
            CASE WHEN s.session_id = @BeforeSessionId THEN LEAST(s.turn_count, @BeforeNumber - 1) ELSE s.turn_count END AS last_number
        FROM :"schema".sessions AS s
        WHERE s.workspace_id = @WorkspaceId
            AND (SELECT numnode(q.query) > 0 FROM search AS q)
            AND s.session_id = @SessionId
            AND s.user_id IS NOT DISTINCT FROM COALESCE(@UserId, s.user_id)
            AND s.turn_count > 0
            AND s.session_id <= @BeforeSessionId
            AND (s.session_id, 1::bigint) < (@BeforeSessionId::uuid, @BeforeNumber::bigint)
        ORDER BY s.session_id DESC
        LIMIT @MaxTurns
    ) AS n
),
ranges AS MATERIALIZED (
    SELECT
        n.session_id,
        n.last_number,
        GREATEST(n.turns_so_far - @MaxTurns, 0) AS after_number
    FROM newest AS n
    WHERE n.turns_so_far - n.last_number < @MaxTurns
    ORDER BY n.session_id DESC
),
matches AS (
    SELECT
        e.session_id,
        e.turn_number,
        ts_rank(w.vector, (SELECT q.query FROM search AS q)) AS rank
    FROM (
        SELECT
            r.session_id,
            t.turn_number,
            t.created_at,
            t.content
        FROM ranges AS r
        CROSS JOIN LATERAL (
            SELECT
                t.turn_number,
                t.created_at,
                t.content
            FROM :"schema".turns AS t
            WHERE t.workspace_id = @WorkspaceId
                AND t.session_id = r.session_id
                AND t.turn_number > r.after_number
                AND t.turn_number <= r.last_number
            ORDER BY t.turn_number DESC
            LIMIT @MaxTurns
        ) AS t
        ORDER BY
            r.session_id DESC,
            t.turn_number DESC
        LIMIT @MaxTurns
    ) AS e
    CROSS JOIN LATERAL (
        SELECT json_to_tsvector(
            @Language::text::regconfig,
            (
                SELECT json_agg(COALESCE(b.block -> 'text', b.block -> 'input', b.block -> 'content'))
                FROM json_array_elements(:"schema".readable_blocks(e.content)) AS b (block)
                WHERE json_typeof(b.block) = 'object'
                    AND b.block ->> 'type' IN ('text', 'tool_use', 'tool_result')
            ),
            '["string", "numeric"]') AS vector
    ) AS w
    WHERE e.created_at >= @From::timestamptz
        AND e.created_at < @To::timestamptz
        AND w.vector @@ (SELECT q.query FROM search AS q)
    ORDER BY
        e.session_id DESC,
        e.turn_number DESC
    LIMIT @Limit
),
last AS (
    SELECT
        r.session_id,
        r.after_number + 1 AS turn_number
    FROM ranges AS r
    WHERE (SELECT count(*) = @MaxTurns OR max(n.turns_so_far) > @MaxTurns FROM newest AS n)
    ORDER BY r.session_id
    LIMIT 1
),
found AS (
    SELECT
        true AS is_match,
        m.session_id,
        m.turn_number,
        m.rank
    FROM matches AS m
    UNION ALL
    SELECT
        false,
        l.session_id,
        l.turn_number,
        0
    FROM last AS l
)
SELECT
    f.is_match AS IsMatch,
    f.session_id AS SessionId,
    f.turn_number AS TurnNumber,
    f.rank AS Rank,
    (
        SELECT ts_headline(
            @Language::text::regconfig,
            string_agg(COALESCE(b.block ->> 'text', b.block ->> 'input', b.block ->> 'content'), ' '),
            (SELECT q.query FROM search AS q),
            'StartSel="", StopSel="", MaxFragments=1, MaxWords=24, MinWords=8')
        FROM json_array_elements(:"schema".readable_blocks(t.content)) AS b (block)
        WHERE json_typeof(b.block) = 'object'
            AND b.block ->> 'type' IN ('text', 'tool_use', 'tool_result')
    ) AS Snippet,
    t.version AS Version,
    t.role AS Role,
    t.content AS Content,
    t.author AS Author,
    t.model AS Model,
    t.intent AS Intent,
    t.input_tokens AS InputTokens,
    t.output_tokens AS OutputTokens,
    t.cached_input_tokens AS CachedInputTokens,
    t.reasoning_tokens AS ReasoningTokens,
    t.cost AS Cost,
    t.latency_ms AS LatencyMs,
    t.created_at AS CreatedAt,
    t.metadata AS Metadata
FROM found AS f
LEFT JOIN :"schema".turns AS t
    ON t.workspace_id = @WorkspaceId
    AND t.session_id = f.session_id
    AND t.turn_number = f.turn_number
    AND f.is_match
ORDER BY
    f.is_match DESC,
    f.session_id DESC,
    f.turn_number DESC
