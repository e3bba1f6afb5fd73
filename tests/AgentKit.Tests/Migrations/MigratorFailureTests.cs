using AgentKit.Infrastructure;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigratorFailureTests
{
    private static readonly int NextVersion = MigrationCatalog.Shipped.LatestVersion + 1;

    [Fact]
    public async Task UpAsync_WhenAMigrationFails_RollsItBackAndKeepsThoseBefore()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(
            database, catalog: ShippedAnd("CREATE TABLE :\"schema\".half_done (); SELECT 1 / 0;", "DROP TABLE :\"schema\".half_done;"));

        var error = (await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>()).Which;

        error.Version.Should().Be(NextVersion);
        error.Message.Should().Contain("22012");
        error.InnerException.Should().BeOfType<PostgresException>();
        (await Sql.ScalarAsync<bool>(database.ConnectionString, "SELECT to_regclass('agentkit.half_done') IS NULL")).Should().BeTrue();
        var status = await migrator.GetStatusAsync();
        status.SkipLast(1).Should().OnlyContain(migration => migration.State == MigrationState.Applied);
        status[^1].State.Should().Be(MigrationState.Pending);
    }

    [Fact]
    public async Task DownAsync_WhenAMigrationFails_RollsItBack()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(
            database, catalog: ShippedAnd("CREATE TABLE :\"schema\".kept ();", "DROP TABLE :\"schema\".kept; SELECT 1 / 0;"));
        await migrator.UpAsync();

        var error = (await migrator.Invoking(it => it.DownAsync(0)).Should().ThrowAsync<MigrationException>()).Which;

        error.Version.Should().Be(NextVersion);
        (await Sql.ScalarAsync<bool>(database.ConnectionString, "SELECT to_regclass('agentkit.kept') IS NOT NULL")).Should().BeTrue();
        (await migrator.GetStatusAsync()).Should().OnlyContain(migration => migration.State == MigrationState.Applied);
    }

    [Fact]
    public async Task UpAsync_WhenAConstraintFailsAtCommit_NamesTheMigration()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        const string deferred = "CREATE TABLE :\"schema\".twice (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED); "
            + "INSERT INTO :\"schema\".twice VALUES (1), (1);";
        await using var migrator = TestMigrator.For(database, catalog: ShippedAnd(deferred, ""));

        var error = (await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>()).Which;

        error.Version.Should().Be(NextVersion);
        error.Message.Should().Contain("23505");
    }

    [Fact]
    public async Task UpAsync_WhenAMigrationChangesRowsUnderAPolicy_FailsInsteadOfChangingNone()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var migrator = TestMigrator.For(
            database, catalog: ShippedAnd("UPDATE :\"schema\".sessions SET kind = 'renamed', updated_at = now();", ""));

        await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>();
    }

    [Fact]
    public async Task UpAsync_WhenTheLoginDoesNotOwnTheSchema_SaysSo()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database.AdminConnectionString,
            "ALTER SCHEMA agentkit OWNER TO CURRENT_USER; ALTER TABLE agentkit.schema_migrations OWNER TO CURRENT_USER");
        await using var uptodate = TestMigrator.For(database);
        await using var behind = TestMigrator.For(database, catalog: ShippedAnd("CREATE TABLE :\"schema\".more ();", ""));

        (await uptodate.UpAsync()).Should().BeEmpty();
        await uptodate.ValidateAsync();
        (await behind.GetStatusAsync())[^1].State.Should().Be(MigrationState.Pending);
        (await behind.Invoking(it => it.UpAsync()).Should().ThrowAsync<MigrationException>())
            .WithMessage("*42501*must own the schema*").Which.Version.Should().Be(NextVersion);
    }

    [Fact]
    public async Task Methods_WithoutAServer_ThrowDatabaseUnavailable()
    {
        await using var migrator = TestMigrator.For("Host=127.0.0.1;Port=1;Username=nobody;Timeout=5");

        foreach (var call in new Func<Task>[]
        {
            () => migrator.UpAsync(), () => migrator.DownAsync(0), () => migrator.GetStatusAsync(), () => migrator.ValidateAsync(),
        })
        {
            await call.Should().ThrowAsync<DatabaseUnavailableException>();
        }
    }

    [Fact]
    public async Task UpAsync_WithAWrongPassword_ThrowsDatabaseException()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        var wrong = new NpgsqlConnectionStringBuilder(database.DirectConnectionString) { Password = "wrong", Database = "no_such_database" };
        await using var migrator = TestMigrator.For(wrong.ConnectionString);

        await migrator.Invoking(it => it.UpAsync()).Should().ThrowAsync<DatabaseException>();
    }

    [Fact]
    public async Task Methods_Canceled_Throw()
    {
        await using var database = await TestPostgres.CreateEmptyDatabaseAsync();
        await using var migrator = TestMigrator.For(database);
        var canceled = new CancellationToken(canceled: true);

        foreach (var call in new Func<Task>[]
        {
            () => migrator.UpAsync(cancellationToken: canceled), () => migrator.DownAsync(0, canceled),
            () => migrator.GetStatusAsync(canceled), () => migrator.ValidateAsync(canceled),
        })
        {
            await call.Should().ThrowAsync<OperationCanceledException>();
        }
    }

    private static MigrationCatalog ShippedAnd(string up, string down) => new(
        EmbeddedSql.List("migrations/")
            .Select(path => KeyValuePair.Create(path["migrations/".Length..], EmbeddedSql.Read(path)))
            .Append(new($"{NextVersion:0000}_one_more.up.sql", up))
            .Append(new($"{NextVersion:0000}_one_more.down.sql", down)));
}
