using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>
/// A statement fails after it was parsed and before it was planned, at the moment when the driver prepares it, as by a cancellation that comes just then. The
/// connection lives on, and nobody who has it next is given the result of another statement: a conflict stays a conflict.
/// </summary>
public sealed class InterruptedPreparationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    /// <summary>More than the driver waits for before it prepares a statement, which is five.</summary>
    private const int Uses = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commit_AfterOneThatWasInterruptedAtAnyUse_TellsItsOwnOutcome(bool isCancelled)
    {
        var scope = AgentKitFixture.NewUser();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));

        for (var use = 1; use <= Uses; use++)
        {
            await using var provider = await CreateProviderAsync(scope);
            var sessions = provider.GetRequiredService<ISessionStore>();
            for (var i = 1; i < use; i++)
            {
                session = await sessions.CommitAsync(scope, session, Commit("before"));
            }

            await InterruptAsync(isCancelled, token => sessions.CommitAsync(scope, session, Commit("interrupted"), token));

            var stale = () => sessions.CommitAsync(scope, session with { Version = session.Version + 7 }, Commit("stale"));
            (await stale.Should().ThrowAsync<VersionConflictException>($"nothing was written, after an interruption of use {use}"))
                .Which.ActualVersion.Should().Be(session.Version);
            session = await sessions.CommitAsync(scope, session, Commit("after"));
        }

        var turns = await fixture.Sessions.StreamTurnsAsync(scope, session.Id).ToListAsync();
        turns.Select(turn => turn.Text).Should().Equal(
            Enumerable.Range(1, Uses).SelectMany(use => Enumerable.Repeat("before", use - 1).Append("after")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Update_AfterALockThatWasInterruptedAtAnyUse_FindsItsSession(bool isCancelled)
    {
        var scope = AgentKitFixture.NewUser();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));

        for (var use = 1; use <= Uses; use++)
        {
            await using var provider = await CreateProviderAsync(scope);
            var sessions = provider.GetRequiredService<ISessionStore>();
            var update = (string text) => sessions.UpdateAsync(scope, session.Id, _ => Commit(text));
            for (var i = 1; i < use; i++)
            {
                await update("before");
            }

            await InterruptAsync(isCancelled, token => sessions.UpdateAsync(scope, session.Id, _ => Commit("interrupted"), token));

            session = await update("after");
            var unknown = () => sessions.UpdateAsync(scope, Guid.CreateVersion7(), _ => Commit("unknown"));
            await unknown.Should().ThrowAsync<SessionNotFoundException>($"there is none, after an interruption of use {use}");
        }

        session.TurnCount.Should().Be(Enumerable.Range(1, Uses).Sum());
    }

    private static SessionCommit Commit(string text) => new() { Turns = [Turn.User(text)] };

    /// <summary>One that has passed its check of the database, which would refuse what is done to it here.</summary>
    private async Task<ServiceProvider> CreateProviderAsync(AgentScope scope)
    {
        var provider = fixture.CreateProvider(options =>
        {
            options.Resilience.ConflictsBeforeLock = 0; // every update goes through the row lock
            options.ConnectionString = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { MaxPoolSize = 1 }.ConnectionString;
        });
        await provider.GetRequiredService<ISessionStore>().ListAsync(scope);
        return provider;
    }

    /// <summary>A condition of all that touches sessions, which the planner evaluates: it fails at it, or has not come back when the call is cancelled.</summary>
    private async Task InterruptAsync(bool isCancelled, Func<CancellationToken, Task<Session>> call)
    {
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            CREATE OR REPLACE FUNCTION public.is_planned() RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
            BEGIN
                {(isCancelled ? "PERFORM pg_sleep(300);" : "")}
                RAISE EXCEPTION 'interrupted';
            END $$;
            CREATE POLICY interrupted ON agentkit.sessions AS RESTRICTIVE FOR ALL TO agentkit_app USING (public.is_planned());
            """);
        try
        {
            using var cancelling = new CancellationTokenSource();
            var interrupted = call(cancelling.Token);
            if (isCancelled)
            {
                await Eventually.HoldsAsync(async () => await Sql.ScalarAsync<long>(
                    fixture.Database.AdminConnectionString,
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") > 0);
                await cancelling.CancelAsync();
                await FluentActions.Awaiting(() => interrupted).Should().ThrowAsync<OperationCanceledException>();
            }
            else
            {
                await FluentActions.Awaiting(() => interrupted).Should().ThrowAsync<DatabaseException>();
            }
        }
        finally
        {
            await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, "DROP POLICY interrupted ON agentkit.sessions");
        }
    }
}
