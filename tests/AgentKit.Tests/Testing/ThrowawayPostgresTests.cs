using AgentKit.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Testing;

public sealed class ThrowawayPostgresTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private readonly ThrowawayPostgres _postgres = fixture.Postgres;

    [Fact]
    public async Task ConnectionString_AfterStart_LeadsToTheServerDescribed()
    {
        var version = await Sql.ScalarAsync<string>(_postgres.ConnectionString, "SHOW server_version");
        var port = await Sql.ScalarAsync<string>(_postgres.ConnectionString, "SHOW port");
        var data = await Sql.ScalarAsync<string>(_postgres.AdminConnectionString, "SHOW data_directory");

        version.Should().StartWith(_postgres.ServerVersion.ToString(2));
        port.Should().Be(_postgres.Port.ToString());
        data.Should().Be(_postgres.DataDirectory);
        _postgres.Source.Should().Be(PostgresSource.LocalBinaries);
    }

    [Fact]
    public async Task ConnectionString_AfterStart_IsAnOrdinaryLoginThatOwnsItsDatabase()
    {
        var rights = await Sql.ScalarAsync<string>(
            _postgres.ConnectionString,
            """
            SELECT concat_ws(' ', rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
                (SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = current_database()))
            FROM pg_roles
            WHERE rolname = current_user
            """);

        rights.Should().Be("f f t t f t", "it is no superuser, respects row-level security, and may create roles and databases");
    }

    [Fact]
    public async Task ConnectionString_AfterStart_LeadsToAnEmptyDatabaseInWhichTablesCanBeMade()
    {
        await using var database = await _postgres.CreateDatabaseAsync();

        (await Sql.ScalarAsync<long>(
            database.ConnectionString,
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")).Should().Be(0);
        await Sql.ExecuteAsync(database.ConnectionString, "CREATE TABLE t (id int); CREATE SCHEMA s; CREATE TABLE s.t (id int)");
    }

    [Fact]
    public async Task AdminConnectionString_AfterStart_IsASuperuserOfTheSameDatabase()
    {
        var who = await Sql.ScalarAsync<string>(
            _postgres.AdminConnectionString, "SELECT current_database() || ' ' || current_setting('is_superuser')");

        who.Should().Be(_postgres.DatabaseName + " on");
    }

    [Fact]
    public async Task StartAsync_WithDefaults_GivesTheSameDatabaseOnEveryMachine()
    {
        var settings = await Sql.ScalarAsync<string>(
            _postgres.ConnectionString,
            """
            SELECT concat_ws(' ', current_setting('server_encoding'), current_setting('TimeZone'), datcollate,
                current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'),
                current_setting('max_connections'), current_setting('autovacuum'), current_setting('listen_addresses'))
            FROM pg_database
            WHERE datname = current_database()
            """);

        settings.Should().Be("UTF8 UTC C off off off 200 on 127.0.0.1");
    }

    [Fact]
    public async Task StartAsync_WithDurableAndSettings_AppliesThem()
    {
        await using var postgres = await ThrowawayPostgres.StartAsync(new ThrowawayPostgresOptions
        {
            Source = PostgresSource.LocalBinaries,
            Durable = true,
            Settings = new Dictionary<string, string>
            {
                ["Max_Connections"] = "33",
                ["application_name"] = @"it's \ here",
            },
        });

        var settings = await Sql.ScalarAsync<string>(
            postgres.ConnectionString,
            """
            SELECT concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'),
                current_setting('full_page_writes'), current_setting('max_connections'), current_setting('application_name'))
            """);
        settings.Should().Be(@"on on on 33 it's \ here");
    }

    [Fact]
    public async Task StartAsync_TwiceAtOnce_GivesServersThatDoNotMeet()
    {
        var options = new ThrowawayPostgresOptions { Source = PostgresSource.LocalBinaries };
        var both = await Task.WhenAll(ThrowawayPostgres.StartAsync(options), ThrowawayPostgres.StartAsync(options));

        await using var first = both[0];
        await using var second = both[1];
        first.Port.Should().NotBe(second.Port);
        first.DataDirectory.Should().NotBe(second.DataDirectory);
        var wrongDoor = new NpgsqlConnectionStringBuilder(first.ConnectionString) { Port = second.Port }.ConnectionString;
        await Sql.ExecuteAsync(first.ConnectionString, "CREATE TABLE mine (id int)");
        var knock = () => Sql.ExecuteAsync(wrongDoor, "SELECT 1");
        (await knock.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task DisposeAsync_SeveralTimesAtOnce_LeavesNeitherProcessNorFolder()
    {
        var postgres = await ThrowawayPostgres.StartAsync(new ThrowawayPostgresOptions { Source = PostgresSource.LocalBinaries });
        var cluster = (LocalCluster)postgres.Server;
        var server = Processes.OfServerIn(postgres.DataDirectory!);
        var watchdog = cluster.Folder.WatchdogProcessId;
        await using var dataSource = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var open = await dataSource.OpenConnectionAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await postgres.DisposeAsync())));
        await postgres.DisposeAsync();

        Directory.Exists(cluster.Folder.Path).Should().BeFalse();
        Processes.Exists(server).Should().BeFalse();
        if (watchdog is { } processId)
        {
            Processes.Exists(processId).Should().BeFalse();
        }

        FreePort.IsFree(postgres.Port).Should().BeTrue();
    }

    [Fact]
    public async Task Members_AfterDispose_SayThatItIsDisposed()
    {
        var postgres = await ThrowawayPostgres.StartAsync(new ThrowawayPostgresOptions { Source = PostgresSource.LocalBinaries });
        await postgres.DisposeAsync();

        await postgres.Invoking(p => p.CreateDatabaseAsync()).Should().ThrowAsync<ObjectDisposedException>();
        await postgres.Invoking(p => p.StopServerAsync()).Should().ThrowAsync<ObjectDisposedException>();
        await postgres.Invoking(p => p.StartServerAsync()).Should().ThrowAsync<ObjectDisposedException>();
    }
}
