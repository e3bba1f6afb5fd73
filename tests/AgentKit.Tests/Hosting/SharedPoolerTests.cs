using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Hosting;

/// <summary>
/// Applications of different SQL behind one PgBouncer that has one connection to the server: Npgsql calls the first statement that it prepares
/// <c>_auto0</c> in each of them. Where PgBouncer is not installed, a proxy that hides the server's process id takes its place; it gives each client a
/// connection of its own, so that all but the collision itself is seen.
/// </summary>
public sealed class SharedPoolerTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Rounds = 25;

    /// <summary>An application that prepares by itself, on one connection of its own to the pooler.</summary>
    private const string PreparesByItself = ";Max Auto Prepare=10;Auto Prepare Min Usages=1;No Reset On Close=true;Maximum Pool Size=1";

    [Fact]
    public async Task TwoApplications_OnOneConnection_PrepareNothingAndGetTheirOwnAnswers()
    {
        await using var pooler = await StartPoolerAsync();
        using var log = new CapturedLog();
        await using var first = CreateProvider(pooler, log, PreparedStatementMode.Automatic);
        await using var second = CreateProvider(pooler, log, PreparedStatementMode.Automatic, await OtherSchemaAsync());
        await using var other = NpgsqlDataSource.Create(pooler.Through(fixture.Database) + PreparesByItself);

        var failures = await Task.WhenAll(WorkAsync(first, "first"), WorkAsync(second, "second"), AskAsync(other));

        failures.Should().OnlyContain(count => count == 0);
        log.Entries.Where(entry => entry.Message.Contains("through a connection pooler; statements are prepared: False")).Should().HaveCount(2);
        await using var prepared = other.CreateCommand("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%workspace' || '_id%'");
        (await prepared.ExecuteScalarAsync()).Should().Be(0L);
    }

    /// <summary>What the detection is for. From 1.22 on PgBouncer can keep the statements of its clients apart; then they may be prepared.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task TwoApplications_ThatPrepareNevertheless_NeedAPoolerThatKeepsStatementsApart(int preparedStatements)
    {
        await using var pooler = await StartPoolerAsync(preparedStatements);
        using var log = new CapturedLog();
        await using var first = CreateProvider(pooler, log, PreparedStatementMode.On);
        await using var second = CreateProvider(pooler, log, PreparedStatementMode.On, await OtherSchemaAsync());

        var failures = await Task.WhenAll(WorkAsync(first, "first"), WorkAsync(second, "second"));

        (failures.Sum() == 0).Should().Be(pooler.KeepsPreparedStatements);
    }

    /// <summary>PgBouncer has one SQLSTATE for all that it refuses, also for what another try would mend.</summary>
    [Fact]
    public async Task WrongPassword_ToAPooler_SaysWhatToCheck()
    {
        await using var pooler = await StartPoolerAsync();
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = pooler.Through(fixture.Database) + ";Password=geheim";
            options.Resilience.TransientRetries = 0;
        });

        var list = () => provider.GetRequiredService<ISessionStore>().ListAsync(AgentKitFixture.NewUser());

        (await list.Should().ThrowAsync<AgentKitException>()).WithMessage("*password of the connection string*")
            .Which.ToString().Should().NotContain("geheim");
    }

    private async Task<Pooler> StartPoolerAsync(int preparedStatements = 0) => PgBouncer.Find(HostLookup.Machine) is null
        ? new Pooler(null, new TcpProxy(fixture.Database.DirectConnectionString) { HidesProcessId = true })
        : new Pooler(
            await PgBouncer.StartAsync(
                fixture.Database.AdminConnectionString, poolSize: 1, preparedStatements, HostLookup.Machine, CancellationToken.None),
            null);

    /// <summary>The same library with another SQL: each of its statements names the schema.</summary>
    private async Task<(string Schema, string Role)> OtherSchemaAsync()
    {
        var other = (Schema: $"app_{Guid.NewGuid():N}", Role: TestPostgres.NewRoleName());
        await using var migrator = TestMigrator.For(
            fixture.Database.DirectConnectionString, new AgentKitOptions { Schema = other.Schema, ApplicationRole = other.Role });
        await migrator.UpAsync();
        return other;
    }

    private ServiceProvider CreateProvider(
        Pooler pooler, CapturedLog log, PreparedStatementMode mode, (string Schema, string Role)? names = null) => fixture.CreateProvider(
            options =>
            {
                options.ConnectionString = pooler.Through(fixture.Database);
                options.PreparedStatements = mode;
                options.Resilience.TransientRetries = 0;
                (options.Schema, options.ApplicationRole) = names ?? (options.Schema, options.ApplicationRole);
            },
            log.AddTo);

    /// <summary>How many of the answers were errors, or somebody else's.</summary>
    private static async Task<int> WorkAsync(ServiceProvider provider, string text)
    {
        var sessions = provider.GetRequiredService<ISessionStore>();
        var scope = AgentKitFixture.NewUser();
        var failures = 0;
        for (var i = 0; i < Rounds; i++)
        {
            try
            {
                var session = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Title = text });
                session = await sessions.CommitAsync(scope, session, new SessionCommit { Turns = [Turn.User($"{text} {i}")] });
                var turns = await sessions.GetTurnsAsync(scope, session.Id);
                var listed = await sessions.ListAsync(scope, new SessionFilter { Limit = 1 });
                var isOwn = turns.Single().Text == $"{text} {i}" && listed.Items.Single().Title == text && session is { Version: 2, TurnCount: 1 };
                failures += isOwn ? 0 : 1;
            }
            catch (Exception exception) when (exception is AgentKitException or InvalidOperationException)
            {
                failures++;
            }
        }

        return failures;
    }

    private static async Task<int> AskAsync(NpgsqlDataSource application)
    {
        var failures = 0;
        for (var i = 0; i < 4 * Rounds; i++)
        {
            await using var command = application.CreateCommand("SELECT $1 + 1");
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = i });
            failures += (int)(await command.ExecuteScalarAsync())! == i + 1 ? 0 : 1;
        }

        return failures;
    }

    private sealed class Pooler(PgBouncer? bouncer, TcpProxy? proxy) : IAsyncDisposable
    {
        public bool KeepsPreparedStatements => bouncer?.KeepsPreparedStatements ?? true;

        public string Through(ThrowawayDatabase database) => bouncer?.Through(database.DirectConnectionString) ?? proxy!.ConnectionString;

        public async ValueTask DisposeAsync()
        {
            await (bouncer?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (proxy?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
