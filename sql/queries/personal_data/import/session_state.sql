-- Only into the session of the same person.
-- LATERAL with LIMIT is a look-up per row: a join is planned anew for each batch by statistics that do not know these rows yet.
WITH given AS (
    SELECT
        g.ordinal,
        g.session_id::uuid AS session_id,
        g.updated_at::timestamptz AS updated_at,
        g.user_id,
        g.intents_seen::jsonb AS intents_seen,
        g.templates_sent::jsonb AS templates_sent,
        g.captured_data::jsonb AS captured_data,
        g.data::jsonb AS data
    FROM unnest(
        @SessionId::text[],
        @UpdatedAt::text[],
        @UserId::text[],
        @IntentsSeen::text[],
        @TemplatesSent::text[],
        @CapturedData::text[],
        @Data::text[]
    ) WITH ORDINALITY AS g (
        session_id,
        updated_at,
        user_id,
        intents_seen,
        templates_sent,
        captured_data,
        data,
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
        LIMIT 1
    ) AS s
),
inserted AS (
    INSERT INTO :"schema".session_state (
        session_id,
        updated_at,
        user_id,
        intents_seen,
        templates_sent,
        captured_data,
        data,
        workspace_id
    )
    SELECT
        g.session_id,
        g.updated_at,
        g.user_id,
        g.intents_seen,
        g.templates_sent,
        g.captured_data,
        g.data,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, session_id) DO NOTHING
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
