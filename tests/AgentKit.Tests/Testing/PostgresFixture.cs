using AgentKit.Testing;
using Xunit;

namespace AgentKit.Tests.Testing;

/// <summary>One server for the tests that do not break theirs.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public ThrowawayPostgres Postgres { get; private set; } = null!;

    public async Task InitializeAsync() => Postgres = await ThrowawayPostgres.StartAsync(
        new ThrowawayPostgresOptions { Source = PostgresSource.LocalBinaries });

    public async Task DisposeAsync() => await Postgres.DisposeAsync();
}
