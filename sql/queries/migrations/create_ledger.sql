-- Which migrations were applied. It belongs to the schema as a whole and holds nothing of any tenant: the one table without a workspace and
-- without row-level security.
CREATE TABLE IF NOT EXISTS :"schema".schema_migrations (
    applied_at   timestamptz NOT NULL DEFAULT now(),
    version      integer     NOT NULL,
    is_breaking  boolean     NOT NULL DEFAULT false,
    name         text        NOT NULL,
    checksum     text        NOT NULL,
    applied_by   text        NOT NULL DEFAULT session_user,

    CONSTRAINT schema_migrations_pkey PRIMARY KEY (version),
    CONSTRAINT schema_migrations_version_check CHECK (version >= 1)
)
