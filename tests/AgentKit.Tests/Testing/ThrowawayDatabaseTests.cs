using AgentKit.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Testing;

public sealed class ThrowawayDatabaseTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private readonly ThrowawayPostgres _postgres = fixture.Postgres;

    [Fact]
    public async Task CreateDatabaseAsync_Twice_GivesDatabasesThatDoNotMeet()
    {
        await using var first = await _postgres.CreateDatabaseAsync();
        await using var second = await _postgres.CreateDatabaseAsync();

        await Sql.ExecuteAsync(first.ConnectionString, "CREATE TABLE t (id int)");
        await Sql.ExecuteAsync(second.ConnectionString, "CREATE TABLE t (id int)");

        first.Name.Should().NotBe(second.Name);
        (await Sql.ScalarAsync<string>(first.ConnectionString, "SELECT current_database()::text")).Should().Be(first.Name);
    }

    [Fact]
    public async Task CreateDatabaseAsync_WithTemplate_CopiesItsTablesRowsAndOwner()
    {
        await using var template = await _postgres.CreateDatabaseAsync();
        await Sql.ExecuteAsync(template.ConnectionString, "CREATE TABLE t (id int); INSERT INTO t VALUES (7)");

        await using var copy = await _postgres.CreateDatabaseAsync(template.Name);

        (await Sql.ScalarAsync<int>(copy.ConnectionString, "SELECT id FROM t")).Should().Be(7);
        await Sql.ExecuteAsync(copy.ConnectionString, "ALTER TABLE t ADD COLUMN added int");
        (await Sql.ScalarAsync<long>(
            template.ConnectionString,
            "SELECT count(*) FROM information_schema.columns WHERE table_name = 't'")).Should().Be(1, "the template stays as it was");
    }

    [Fact]
    public async Task CreateDatabaseAsync_WithTemplateInUse_SaysWhatToDo()
    {
        await using var template = await _postgres.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(template.ConnectionString);
        await using var open = await dataSource.OpenConnectionAsync();

        var copy = () => _postgres.CreateDatabaseAsync(template.Name);

        (await copy.Should().ThrowAsync<InvalidOperationException>()).WithMessage($"*'{template.Name}'*Dispose its data sources first*");
    }

    [Fact]
    public async Task CreateDatabaseAsync_WithUnknownTemplate_NamesIt()
    {
        var copy = () => _postgres.CreateDatabaseAsync("no \"such\" database");

        (await copy.Should().ThrowAsync<ArgumentException>()).WithMessage("*'no \"such\" database'*");
    }

    [Fact]
    public async Task DisposeAsync_WithOpenConnections_DropsTheDatabase()
    {
        var database = await _postgres.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await using var open = await dataSource.OpenConnectionAsync();

        await Task.WhenAll(database.DisposeAsync().AsTask(), database.DisposeAsync().AsTask());

        (await Sql.ScalarAsync<long>(
            _postgres.ConnectionString,
            $"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'")).Should().Be(0);
    }

    [Fact]
    public async Task DisposeAsync_AfterItsServer_DoesNothing()
    {
        var postgres = await ThrowawayPostgres.StartAsync(new ThrowawayPostgresOptions { Source = PostgresSource.LocalBinaries });
        var database = await postgres.CreateDatabaseAsync();
        await postgres.DisposeAsync();

        await database.Invoking(d => d.DisposeAsync().AsTask()).Should().NotThrowAsync();
    }
}
