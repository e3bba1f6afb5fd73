-- Sent before the migration itself: the primary key refuses whoever comes second.
INSERT INTO :"schema".schema_migrations (version, name, checksum, is_breaking)
VALUES (@Version, @Name, @Checksum, @IsBreaking)
RETURNING applied_at
