using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Distribution;

/// <summary>
/// The scope entered as on Citus, on a server without it, where <c>set_context</c> works as well: the same promises, and a connection that is clean after
/// each call, whichever way it ended.
/// </summary>
public sealed class ScopePropagationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public Task InitializeAsync() => SetContextFunction.CreateAsync(fixture.Database);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task EveryCall_OnTheWire_IsOneRoundTripAsWithoutCitus()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy.ConnectionString);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        // Before, while and after the statements are prepared: never more than one.
        for (var i = 0; i < 10; i++)
        {
            var known = session;
            (await CountAsync(async () => session = await sessions.CommitAsync(_scope, known, Commit("hi")))).Should().Be(1, "a commit, the {0}th", i);
        }

        (await CountAsync(() => sessions.GetSnapshotAsync(_scope, session.Id))).Should().Be(1, "a snapshot");
        (await CountAsync(() => sessions.GetTurnsAsync(_scope, session.Id))).Should().Be(1, "a page of turns");
        (await CountAsync(() => sessions.Awaiting(s => s.CommitAsync(_scope, session with { Version = 1 }, Commit("late")))
            .Should().ThrowAsync<VersionConflictException>())).Should().Be(1, "a conflict");

        async Task<int> CountAsync(Func<Task> call)
        {
            var before = proxy.RoundTrips;
            await call();
            return proxy.RoundTrips - before;
        }
    }

    [Fact]
    public async Task Rows_OfAUser_AreSeenByNobodyElse()
    {
        await using var provider = CreateProvider(fixture.Database.ConnectionString, options => options.AuditAdminReads = true);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        session = await sessions.CommitAsync(_scope, session, Commit("mine"));

        foreach (var other in (AgentScope[])[AgentScope.ForUser(_scope.WorkspaceId, "u-2"), AgentScope.ForService(AgentKitFixture.NewWorkspace())])
        {
            await sessions.Awaiting(s => s.GetAsync(other, session.Id)).Should().ThrowAsync<SessionNotFoundException>();
            await sessions.Awaiting(s => s.CommitAsync(other, session, Commit("theirs"))).Should().ThrowAsync<SessionNotFoundException>();
        }

        var admin = AgentScope.ForAdmin(_scope.WorkspaceId, "boss");
        (await sessions.GetTurnsAsync(admin, session.Id)).Select(turn => turn.Text).Should().Equal("mine");
        (await sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("mine");
    }

    /// <summary>Without <c>citus.sql</c> nothing is answered, rather than answered without a scope.</summary>
    [Fact]
    public async Task Call_WithoutTheFunction_IsRefused()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = CreateProvider(database.ConnectionString);

        (await provider.GetRequiredService<ISessionStore>().Awaiting(s => s.ListAsync(_scope)).Should().ThrowAsync<DatabaseException>())
            .Which.SqlState.Should().Be(PostgresErrorCodes.UndefinedFunction);
    }

    [Fact]
    public async Task Connection_AfterEachEndOfACall_IsOutsideOfScopeAndTransaction()
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { MaxPoolSize = 1, NoResetOnClose = true });
        await using var provider = CreateProvider(connectionString: null, options => options.DataSource = dataSource);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await AssertCleanAsync(dataSource, "a write");

        await sessions.Awaiting(s => s.CommitAsync(_scope, session with { Version = 9 }, Commit("early"))).Should().ThrowAsync<VersionConflictException>();
        await AssertCleanAsync(dataSource, "a conflict");

        var orphan = new NewRun(session.Id) { ParentRunId = Guid.CreateVersion7() };
        await provider.GetRequiredService<IRunStore>().Awaiting(r => r.StartAsync(_scope, orphan)).Should().ThrowAsync<RunNotFoundException>();
        await AssertCleanAsync(dataSource, "a violated constraint");

        session = await sessions.UpdateAsync(_scope, session.Id, _ => Commit("under a lock"));
        await AssertCleanAsync(dataSource, "a transaction");

        await sessions.Awaiting(s => s.UpdateAsync(_scope, session.Id, _ => throw new InvalidOperationException("changed my mind")))
            .Should().ThrowAsync<InvalidOperationException>();
        await AssertCleanAsync(dataSource, "a transaction that was given up");
        (await sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("under a lock");
    }

    /// <summary>What only COMMIT refuses is an error of the call, and nothing is stored.</summary>
    [Fact]
    public async Task Commit_RefusedAtTheEndOfTheTransaction_ThrowsAndStoresNothing()
    {
        await Sql.ExecuteAsync(
            fixture.Database.ConnectionString,
            """
            CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'too late' USING ERRCODE = '23514'; END $$;
            CREATE CONSTRAINT TRIGGER refused AFTER INSERT ON agentkit.turns DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.workspace_id = 'refused') EXECUTE FUNCTION public.refuse()
            """);
        var scope = AgentScope.ForUser("refused", "u-1");
        await using var provider = CreateProvider(fixture.Database.ConnectionString);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));

        (await sessions.Awaiting(s => s.CommitAsync(scope, session, Commit("never"))).Should().ThrowAsync<DatabaseException>())
            .Which.SqlState.Should().Be(PostgresErrorCodes.CheckViolation);

        (await sessions.GetAsync(scope, session.Id)).Version.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_ConnectionLost_IsAppliedOnce(bool beforeItArrives)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy.ConnectionString);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        proxy.Cut(1, beforeItArrives);
        session = await sessions.CommitAsync(_scope, session, Commit("once"));

        (proxy.Cuts, session.Version).Should().Be((1, 2));
        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("once");
    }

    /// <summary>A login that may become the application role and nothing else cannot even name the function before.</summary>
    [Fact]
    public async Task Call_OfALoginWithoutRightsOfItsOwn_IsAnswered()
    {
        var login = TestPostgres.NewRoleName();
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"CREATE ROLE {login} LOGIN NOINHERIT PASSWORD '{login}'; GRANT agentkit_app TO {login}");
        var settings = new NpgsqlConnectionStringBuilder(fixture.Database.DirectConnectionString) { Username = login, Password = login };
        await using var provider = CreateProvider(settings.ConnectionString);

        var session = await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        session.Version.Should().Be(1);
    }

    private static async Task AssertCleanAsync(NpgsqlDataSource dataSource, string after)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        (await Sql.ScalarAsync<string>(
            connection,
            """
            SELECT concat(
                current_setting('agentkit.workspace_id', true),
                current_setting('agentkit.user_id', true),
                current_setting('agentkit.access', true),
                NULLIF(current_user, session_user))
            """)).Should().BeEmpty("that is what is to be left of a scope after {0}", after);
    }

    private static SessionCommit Commit(string text) => new() { Turns = [Turn.User(text)] };

    private ServiceProvider CreateProvider(string? connectionString, Action<AgentKitOptions>? configure = null) => fixture.CreateProvider(options =>
    {
        options.ConnectionString = connectionString;
        options.ScopePropagation = ScopePropagation.Citus;
        options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        options.Resilience.ConflictsBeforeLock = 0;
        configure?.Invoke(options);
    });
}
