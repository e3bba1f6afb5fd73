using AgentKit;
using AgentKit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Consumer.Tests;

/// <summary>One server for all tests, and a database with AgentKit's schema that each of them copies.</summary>
public sealed class MigratedPostgres : IAsyncLifetime
{
    public ThrowawayPostgres Postgres { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Postgres = await ThrowawayPostgres.StartAsync();
        await using (var provider = Services(Postgres.ConnectionString))
        {
            await provider.GetRequiredService<IMigrator>().UpAsync();
        }

        // A database that somebody is connected to cannot be copied.
        NpgsqlConnection.ClearAllPools();
    }

    public async Task DisposeAsync() => await Postgres.DisposeAsync();

    public static ServiceProvider Services(string connectionString) =>
        new ServiceCollection()
            .AddAgentKit(options => options.ConnectionString = connectionString)
            .AddAgent(new AgentDefinition("support", "Support"))
            .Services
            .BuildServiceProvider();
}
