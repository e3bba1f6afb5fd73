namespace AgentKit.Testing;

/// <summary>A running server, however it was come by.</summary>
internal interface IPostgresServer : IAsyncDisposable
{
    PostgresSource Source { get; }

    /// <summary>How the server is called in error messages; without secrets.</summary>
    string Description { get; }

    /// <summary>A login that may create databases, to a database that is never written to.</summary>
    string ConnectionString { get; }

    string? DataDirectory { get; }

    int Port { get; }
}
