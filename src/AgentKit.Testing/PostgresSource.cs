namespace AgentKit.Testing;

/// <summary>Where the server of a <see cref="ThrowawayPostgres"/> comes from.</summary>
public enum PostgresSource
{
    /// <summary>
    /// A running server, named by the environment variable <c>AGENTKIT_TEST_CONNECTION_STRING</c>. Only databases of our own, and a
    /// login of our own where that is possible, are created there and dropped again.
    /// </summary>
    Environment,

    /// <summary>A cluster of our own in a temporary folder, made and started with the server programs found on this machine.</summary>
    LocalBinaries,

    /// <summary>A container started by Testcontainers; only in builds made with <c>-p:UseTestcontainers=true</c>.</summary>
    Container,
}
