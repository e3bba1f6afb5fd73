SELECT
    version AS Version,
    name AS Name,
    checksum AS Checksum,
    is_breaking AS IsBreaking,
    applied_at AS AppliedAt
FROM :"schema".schema_migrations
ORDER BY version
