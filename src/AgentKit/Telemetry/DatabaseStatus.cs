namespace AgentKit.Infrastructure;

/// <summary>What is known of the database since it was reached: for the gauge and the health checks, which ask from other threads.</summary>
internal sealed class DatabaseStatus
{
    private volatile Found? _connection;
    private volatile bool _isReady;
    private volatile object? _schemaVersion;

    /// <summary>How it was reached; <see langword="null"/> until it was.</summary>
    public Found? Connection
    {
        get => _connection;
        set => _connection = value;
    }

    /// <summary>Whether it has shown that it is the right one: migrated, and isolating.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    /// <summary>The latest migration that the database has, 0 for none; <see langword="null"/> until it was asked.</summary>
    public int? SchemaVersion
    {
        get => (int?)_schemaVersion;
        set => _schemaVersion = value;
    }

    internal sealed record Found(string ServerVersion, bool BehindPooler, bool Prepares);
}
