-- A person who has preferences here keeps them.
WITH given AS (
    SELECT
        g.ordinal,
        g.created_at::timestamptz AS created_at,
        g.updated_at::timestamptz AS updated_at,
        g.user_id,
        g.auto_execute_level,
        g.locale,
        g.time_zone_id,
        g.response_style,
        g.metadata::jsonb AS metadata
    FROM unnest(
        @CreatedAt::text[],
        @UpdatedAt::text[],
        @UserId::text[],
        @AutoExecuteLevel::text[],
        @Locale::text[],
        @TimeZoneId::text[],
        @ResponseStyle::text[],
        @Metadata::text[]
    ) WITH ORDINALITY AS g (
        created_at,
        updated_at,
        user_id,
        auto_execute_level,
        locale,
        time_zone_id,
        response_style,
        metadata,
        ordinal
    )
),
accepted AS (
    SELECT
        g.ordinal
    FROM given AS g
),
inserted AS (
    INSERT INTO :"schema".preferences (
        created_at,
        updated_at,
        user_id,
        auto_execute_level,
        locale,
        time_zone_id,
        response_style,
        metadata,
        workspace_id
    )
    SELECT
        g.created_at,
        g.updated_at,
        g.user_id,
        g.auto_execute_level,
        g.locale,
        g.time_zone_id,
        g.response_style,
        g.metadata,
        @WorkspaceId
    FROM given AS g
    JOIN accepted AS a ON a.ordinal = g.ordinal
    ON CONFLICT (workspace_id, user_id) DO NOTHING
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
