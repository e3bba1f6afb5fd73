using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The server is there and will not: read-only, full, busy or strict. The error is typed and says what to do, and afterwards all is well.</summary>
public sealed partial class ServerRefusalTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task EveryWrite_ServerIsReadOnly_IsRefusedAndReadsGoOn()
    {
        await using var provider = CreateProvider();
        var (sessions, session, commit) = await BeginAsync(provider);
        await AlterDatabaseAsync("SET default_transaction_read_only = on");

        var error = await RefusedAsync(() => sessions.CommitAsync(_scope, session, commit), "25006");
        error.Message.Should().Contain("standby").And.Contain("default_transaction_read_only");
        (await sessions.GetAsync(_scope, session.Id)).Version.Should().Be(1);
        await sessions.UpdateAsync(_scope, session.Id, _ => null);

        await AlterDatabaseAsync("RESET default_transaction_read_only");
        await AppliedOnceAsync(sessions, session, commit);
    }

    /// <summary>A trigger stands for the disk: where in a statement PostgreSQL finds that it is full makes no difference to the answer.</summary>
    [Theory]
    [InlineData("53100", "disk")]
    [InlineData("53200", "memory")]
    [InlineData("58030", null)]
    public async Task EveryWrite_ServerHasNoRoom_IsRefusedWhole(string sqlState, string? remedy)
    {
        await using var provider = CreateProvider();
        var (sessions, session, commit) = await BeginAsync(provider);
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            CREATE OR REPLACE FUNCTION agentkit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{sqlState}';
            END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON agentkit.turns FOR EACH ROW EXECUTE FUNCTION agentkit.refuse();
            """);

        var commits = () => sessions.CommitAsync(_scope, session, commit);
        var error = (await commits.Should().ThrowAsync<AgentKitException>()).Which;
        error.Message.Should().Contain(sqlState).And.Contain(remedy ?? sqlState);
        error.IsRetryable.Should().Be(remedy is not null);
        (await sessions.GetAsync(_scope, session.Id)).Version.Should().Be(1);

        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, "DROP TRIGGER refuse ON agentkit.turns");
        await AppliedOnceAsync(sessions, session, commit);
    }

    [Theory]
    [InlineData("statement_timeout", "57014")]
    [InlineData("lock_timeout", "55P03")]
    public async Task Commit_ServerGivesUpWaiting_IsRefusedAndAppliedLater(string setting, string sqlState)
    {
        await using var provider = CreateProvider();
        var (sessions, session, commit) = await BeginAsync(provider);
        await AlterDatabaseAsync($"SET {setting} = '500ms'");
        await using (await HoldAsync(session))
        {
            var error = await RefusedAsync(() => sessions.CommitAsync(_scope, session, commit), sqlState);
            error.Message.Should().Contain(setting);
        }

        await AlterDatabaseAsync($"RESET {setting}");
        await AppliedOnceAsync(sessions, session, commit);
    }

    /// <summary>
    /// The lock that a statement waits for is that of an index, when it is parsed already: Npgsql then knows it as prepared, and not what it returns. Whether
    /// it is being prepared depends on how often it was used.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Read_ServerGivesUpWaitingWhileItPrepares_IsDoneLater(int uses)
    {
        await AlterDatabaseAsync("SET lock_timeout = '200ms'");
        await using var provider = CreateProvider(options =>
        {
            options.ConnectionString = With(settings => settings.MaxPoolSize = 1);
            options.Resilience.TransientRetries = 1;
        });
        var (sessions, session, _) = await BeginAsync(provider);
        for (var i = 0; i < uses; i++)
        {
            await sessions.GetTotalsAsync(_scope, session.Id);
        }

        await using (await ExecuteAsync("BEGIN; REINDEX INDEX agentkit.sessions_pkey"))
        {
            await FailureOfAsync(() => sessions.GetTotalsAsync(_scope, session.Id));
        }

        (await sessions.GetTotalsAsync(_scope, session.Id)).Turns.Should().Be(0);
        await AlterDatabaseAsync("RESET lock_timeout");
    }

    /// <summary>With the transaction goes its lock: what others committed then is a conflict like any other.</summary>
    [Fact]
    public async Task Update_ServerEndsTheTransactionWhileItDecides_DecidesAgain()
    {
        await using var provider = CreateProvider(options => options.Resilience.ConflictsBeforeLock = 0);
        var (sessions, session, _) = await BeginAsync(provider);
        await AlterDatabaseAsync("SET idle_in_transaction_session_timeout = '100ms'");
        var seen = new List<long>();

        await sessions.UpdateAsync(_scope, session.Id, async (current, token) =>
        {
            seen.Add(current.Session.TurnCount);
            if (seen.Count == 1)
            {
                // Waits for the row until the server takes it from whom holds it.
                await fixture.Sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("first")] }, token);
            }

            return new SessionCommit { Turns = [Turn.User("second")] };
        });

        await AlterDatabaseAsync("RESET idle_in_transaction_session_timeout");
        seen.Should().Equal(0, 1);
        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("first", "second");
    }

    private static Task<Exception?> FailureOfAsync(Func<Task> call) => Task.Run(async () =>
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception exception) // whatever it is, it is looked at
        {
            return exception;
        }
    });

    private static async Task<DatabaseUnavailableException> RefusedAsync(Func<Task> call, string sqlState)
    {
        var error = (await call.Should().ThrowAsync<DatabaseUnavailableException>()).Which;
        error.SqlState.Should().Be(sqlState);
        error.Message.Should().Contain(sqlState);
        return error;
    }

    private async Task<(ISessionStore Sessions, Session Session, SessionCommit Commit)> BeginAsync(IServiceProvider provider)
    {
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        return (sessions, session, new SessionCommit { Turns = [Turn.User("once")] });
    }

    /// <summary>The same host, and the same commit: sent again, it is there once.</summary>
    private async Task AppliedOnceAsync(ISessionStore sessions, Session session, SessionCommit commit)
    {
        await Eventually.HoldsAsync(async () => await FailureOfAsync(() => sessions.CommitAsync(_scope, session, commit)) switch
        {
            null => true,
            DatabaseUnavailableException => false, // the pool still has connections that the server has ended
            var other => throw other,
        });
        (await sessions.CommitAsync(_scope, session, commit)).Version.Should().Be(2);
        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => (turn.Number, turn.Text)).Should().Equal((1, "once"));
    }

    /// <summary>Holds the rows of sessions, until it is disposed.</summary>
    private Task<NpgsqlConnection> HoldAsync(params Session[] sessions) => ExecuteAsync(
        $"BEGIN; SELECT FROM agentkit.sessions WHERE session_id IN ({string.Join(", ", sessions.Select(session => $"'{session.Id}'"))}) FOR UPDATE");

    private async Task<NpgsqlConnection> ExecuteAsync(string sql)
    {
        var holder = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(fixture.Database.AdminConnectionString) { Pooling = false }.ConnectionString);
        await holder.OpenAsync();
        await using var command = new NpgsqlCommand(sql, holder);
        await command.ExecuteNonQueryAsync();
        return holder;
    }

    /// <summary>Changes the database, for connections that are made from now on: those that are there are ended.</summary>
    private Task AlterDatabaseAsync(string change) => Sql.ExecuteAsync(
        new NpgsqlConnectionStringBuilder(fixture.Database.AdminConnectionString) { Database = "postgres", Pooling = false }.ConnectionString,
        $"""
        ALTER DATABASE {fixture.Database.Name} {change};
        SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{fixture.Database.Name}';
        """);

    private string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString);
        change(settings);
        return settings.ConnectionString;
    }

    private ServiceProvider CreateProvider(Action<AgentKitOptions>? configure = null) => fixture.CreateProvider(options =>
    {
        options.Resilience.TransientRetries = 2;
        options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        configure?.Invoke(options);
    });
}
