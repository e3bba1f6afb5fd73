namespace AgentKit;

/// <summary>The types of PostgreSQL that columns of an export have.</summary>
internal enum ColumnKind
{
    Uuid,
    BigInt,
    Integer,
    Numeric,
    Boolean,
    Timestamptz,
    Interval,
    Text,
    Json,
    Jsonb,
}
