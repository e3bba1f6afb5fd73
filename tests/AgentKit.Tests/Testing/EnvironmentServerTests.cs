using AgentKit.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Testing;

public sealed class EnvironmentServerTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private const string Inventory = """
        SELECT string_agg(name, ' ' ORDER BY name)
        FROM (SELECT datname::text AS name FROM pg_database UNION ALL SELECT rolname::text FROM pg_roles) AS everything
        """;

    // A server of its own: its databases and logins are counted.
    private readonly ThrowawayPostgres _server = fixture.Postgres;

    [Fact]
    public async Task StartAsync_WithASuperuser_MakesALoginAndADatabaseAndRemovesThem()
    {
        var before = await Sql.ScalarAsync<string>(_server.AdminConnectionString, Inventory);

        await using (var postgres = await StartAsync(_server.AdminConnectionString))
        {
            postgres.Source.Should().Be(PostgresSource.Environment);
            postgres.DataDirectory.Should().BeNull();
            postgres.Port.Should().Be(0);
            postgres.DatabaseName.Should().NotBe(_server.DatabaseName);
            (await Sql.ScalarAsync<string>(postgres.ConnectionString, "SELECT current_setting('is_superuser')")).Should().Be("off");
            (await Sql.ScalarAsync<string>(postgres.AdminConnectionString, "SELECT current_setting('is_superuser')")).Should().Be("on");

            // What is left open or behind by a careless test.
            await postgres.CreateDatabaseAsync();
            await Sql.ExecuteAsync(postgres.ConnectionString, "CREATE DATABASE agentkit_left_behind");
            await Sql.ExecuteAsync(postgres.ConnectionString, "CREATE TABLE t (id int)");
        }

        (await Sql.ScalarAsync<string>(_server.AdminConnectionString, Inventory)).Should().Be(before);
    }

    [Fact]
    public async Task StartAsync_WithAnOrdinaryLogin_UsesItAsItIs()
    {
        var given = new NpgsqlConnectionStringBuilder(_server.ConnectionString);
        string name;

        await using (var postgres = await StartAsync(_server.ConnectionString))
        {
            name = postgres.DatabaseName;
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Username.Should().Be(given.Username);
            await Sql.ExecuteAsync(postgres.ConnectionString, "CREATE TABLE t (id int)");
            postgres.Invoking(p => p.AdminConnectionString).Should().Throw<InvalidOperationException>()
                .WithMessage("*AGENTKIT_TEST_CONNECTION_STRING*");
        }

        (await Sql.ScalarAsync<long>(
            _server.ConnectionString, $"SELECT count(*) FROM pg_database WHERE datname = '{name}'")).Should().Be(0);
    }

    [Fact]
    public async Task StopServerAsync_OnSomebodyElsesServer_IsRefused()
    {
        await using var postgres = await StartAsync(_server.ConnectionString);

        await postgres.Invoking(p => p.StopServerAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*LocalBinaries*");
        await postgres.Invoking(p => p.StartServerAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*Environment*");
    }

    [Fact]
    public async Task StartAsync_WithALoginThatMayNotCreateDatabases_SaysWhatToRun()
    {
        await Sql.ExecuteAsync(_server.AdminConnectionString, "CREATE ROLE agentkit_weak LOGIN PASSWORD 'weak'");
        try
        {
            var weak = new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Username = "agentkit_weak", Password = "weak" };

            var start = () => StartAsync(weak.ConnectionString);

            (await start.Should().ThrowAsync<PostgresStartException>()).WithMessage("*ALTER ROLE*CREATEDB*");
        }
        finally
        {
            await Sql.ExecuteAsync(_server.AdminConnectionString, "DROP ROLE agentkit_weak");
        }
    }

    [Fact]
    public async Task StartAsync_WithAServerThatDoesNotAnswer_NamesTheVariableAndNotThePassword()
    {
        var start = () => StartAsync($"Host=127.0.0.1;Port={FreePort.Choose()};Username=u;Password=secret");

        var thrown = await start.Should().ThrowAsync<PostgresStartException>();

        thrown.WithMessage("*AGENTKIT_TEST_CONNECTION_STRING*").WithInnerException<NpgsqlException>();
        thrown.Which.ToString().Should().NotContain("secret");
    }

    [Fact]
    public async Task StartAsync_WithTextThatIsNoConnectionString_NamesTheVariableAndNotThePassword()
    {
        var start = () => StartAsync("postgres://u:secret@localhost/db");

        var thrown = await start.Should().ThrowAsync<PostgresStartException>();

        thrown.WithMessage("*AGENTKIT_TEST_CONNECTION_STRING*");
        thrown.Which.ToString().Should().NotContain("secret");
    }

    private static Task<ThrowawayPostgres> StartAsync(string connectionString) => ThrowawayPostgres.StartAsync(
        new ThrowawayPostgresOptions(),
        TestHost.With("AGENTKIT_TEST_CONNECTION_STRING", connectionString),
        CancellationToken.None);
}
