using Npgsql;

namespace AgentKit.Testing;

/// <summary>Somebody else's server, named by an environment variable: nothing to start, nothing to stop.</summary>
internal sealed class EnvironmentServer(string connectionString, string description) : IPostgresServer
{
    public PostgresSource Source => PostgresSource.Environment;

    public string Description { get; } = description;

    public string ConnectionString { get; } = connectionString;

    public string? DataDirectory => null;

    public int Port => 0;

    /// <exception cref="PostgresStartException">
    /// The text is not a connection string; it is not repeated, as it may hold a password.
    /// </exception>
    public static EnvironmentServer Parse(string text)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            return new EnvironmentServer(
                parsed.ConnectionString,
                $"The server of {HostLookup.ConnectionStringVariable} ({parsed.Host}:{parsed.Port})");
        }
        catch (ArgumentException)
        {
            throw new PostgresStartException(
                $"The environment variable {HostLookup.ConnectionStringVariable} is not a connection string of Npgsql. "
                + "It should look like: Host=localhost;Port=5432;Database=postgres;Username=postgres;Password=...");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
