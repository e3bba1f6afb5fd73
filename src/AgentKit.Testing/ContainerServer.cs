#if TESTCONTAINERS
using Npgsql;
using Testcontainers.PostgreSql;

namespace AgentKit.Testing;

/// <summary>A server in a container; Testcontainers removes it, also when this process is killed.</summary>
internal sealed class ContainerServer(PostgreSqlContainer container) : IPostgresServer
{
    public PostgresSource Source => PostgresSource.Container;

    public string Description => $"The container of {container.Image.FullName}";

    public string ConnectionString => container.GetConnectionString();

    public string? DataDirectory => null;

    public int Port => new NpgsqlConnectionStringBuilder(ConnectionString).Port;

    /// <exception cref="PostgresStartException">Docker is not running, or the container does not start.</exception>
    public static async Task<ContainerServer> StartAsync(ThrowawayPostgresOptions options, StartDeadline deadline)
    {
        PostgreSqlContainer? container = null;
        try
        {
            container = Build(options);
            await container.StartAsync(deadline.Token).ConfigureAwait(false);
            return new ContainerServer(container);
        }
        catch (Exception exception)
        {
            if (container is not null)
                await container.DisposeAsync().ConfigureAwait(false);

            if (exception is OperationCanceledException && !deadline.HasExpired)
                throw;

            // Whatever Docker, the registry or the image complain about: the caller asked for a PostgreSQL and there is none.
            throw new PostgresStartException(
                $"The container of {options.ContainerImage} did not start: {exception.Message}", innerException: exception);
        }
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();

    private static PostgreSqlContainer Build(ThrowawayPostgresOptions options)
    {
        var builder = new PostgreSqlBuilder(options.ContainerImage)
            .WithDatabase("postgres")
            .WithUsername("postgres")
            .WithPassword(RandomText.Password())
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C --lc-ctype=C.UTF-8");
        // Later arguments win over those that the module itself gives.
        foreach (var (name, value) in ServerSettings.For(options))
            builder = builder.WithCommand("-c", $"{name}={value}");

        return builder.Build();
    }
}
#endif
