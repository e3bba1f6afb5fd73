-- Only into the session of the same person, and taken back by a commit that it has come to.
-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.session_id::uuid AS session_id,
        g.turn_number::bigint AS turn_number,
        g.version::bigint AS version,
        g.archived_version::bigint AS archived_version,
        g.created_at::timestamptz AS created_at,
        g.archived_at::timestamptz AS archived_at,
        g.input_tokens::bigint AS input_tokens,
        g.output_tokens::bigint AS output_tokens,
        g.cached_input_tokens::bigint AS cached_input_tokens,
        g.reasoning_tokens::bigint AS reasoning_tokens,
        g.has_tool_result::boolean AS has_tool_result,
        g.latency_ms::bigint AS latency_ms,
        g.cost::numeric AS cost,
        g.user_id,
        g.role,
        g.author,
        g.model,
        g.intent::json AS intent,
        g.metadata::json AS metadata,
        g.content::json AS content
    FROM unnest(
        @SessionId::text[],
        @TurnNumber::text[],
        @Version::text[],
        @ArchivedVersion::text[],
        @CreatedAt::text[],
        @ArchivedAt::text[],
        @InputTokens::text[],
        @OutputTokens::text[],
        @CachedInputTokens::text[],
        @ReasoningTokens::text[],
        @HasToolResult::text[],
        @LatencyMs::text[],
        @Cost::text[],
        @UserId::text[],
        @Role::text[],
        @Author::text[],
        @Model::text[],
        @Intent::text[],
        @Metadata::text[],
        @Content::text[]
    ) WITH ORDINALITY AS g (
        session_id,
        turn_number,
        version,
        archived_version,
        created_at,
        archived_at,
        input_tokens,
        output_tokens,
        cached_input_tokens,
        reasoning_tokens,
        has_tool_result,
        latency_ms,
        cost,
        user_id,
        role,
        author,
        model,
        intent,
        metadata,
        content,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal
    FROM given AS g
    CROSS JOIN LATERAL (
        SELECT s.session_id
        FROM :"schema".sessions AS s
        WHERE s.workspace_id = @WorkspaceId
            AND s.session_id = g.session_id
            AND s.user_id IS NOT DISTINCT FROM g.user_id
            AND s.version >= g.archived_version
        LIMIT 1
    ) AS s
),
inserted AS (
    INSERT INTO :"schema".archived_turns (
        session_id,
        turn_number,
        version,
        archived_version,
        created_at,
        archived_at,
        input_tokens,
        output_tokens,
        cached_input_tokens,
        reasoning_tokens,
        has_tool_result,
        latency_ms,
        cost,
        user_id,
        role,
        author,
        model,
        intent,
        metadata,
        content,
        workspace_id
    )
    SELECT
        g.session_id,
        g.turn_number,
        g.version,
        g.archived_version,
        g.created_at,
        g.archived_at,
        g.input_tokens,
        g.output_tokens,
        g.cached_input_tokens,
        g.reasoning_tokens,
        g.has_tool_result,
        g.latency_ms,
        g.cost,
        g.user_id,
        g.role,
        g.author,
        g.model,
        g.intent,
        g.metadata,
        g.content,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, session_id, archived_version, turn_number) DO NOTHING
    RETURNING 1
)
SELECT
    (SELECT count(*) FROM inserted) AS Inserted,
    (
        SELECT min(g.ordinal)
        FROM given AS g
        LEFT JOIN accepted AS a ON a.ordinal = g.ordinal
        WHERE a.ordinal IS NULL
    ) AS Refused,
    ARRAY[]::bigint[] AS Cut
