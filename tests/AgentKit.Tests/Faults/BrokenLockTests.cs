using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>An update under the row lock fails on a connection that lives on, and hands it to the next one in good order.</summary>
public sealed class BrokenLockTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task UpdateUnderTheLock_SerializationFailure_LeavesOthersTransactionsAlone()
    {
        await using var provider = fixture.CreateProvider(options =>
        {
            options.Resilience.ConflictsBeforeLock = 0;
            options.ConnectionString = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { MaxPoolSize = 3 }.ConnectionString;
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        var scope = AgentKitFixture.NewUser();
        var failing = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent))));
        await Sql.ExecuteAsync(fixture.Database.AdminConnectionString, $"""
            CREATE SEQUENCE agentkit.failures;
            GRANT USAGE ON agentkit.failures TO agentkit_app;
            CREATE FUNCTION agentkit.fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.session_id = '{failing.Id}' AND nextval('agentkit.failures') % 2 = 1 THEN
                    RAISE EXCEPTION 'again' USING ERRCODE = '40001';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER fail BEFORE UPDATE ON agentkit.sessions FOR EACH ROW EXECUTE FUNCTION agentkit.fail();
            """);

        for (var round = 1; round <= 10; round++)
        {
            var updates = others.Prepend(failing).Select(session => sessions.UpdateAsync(scope, session.Id, async (_, token) =>
            {
                // While the others hold the connections that the failing one gives back.
                await Task.Delay(session.Id == failing.Id ? 0 : 20, token);
                return new SessionCommit { Turns = [Turn.User("once")] };
            }));
            (await Task.WhenAll(updates)).Should().OnlyContain(session => session.TurnCount == round);
        }

        (await Sql.ScalarAsync<long>(fixture.Database.AdminConnectionString, "SELECT last_value FROM agentkit.failures"))
            .Should().Be(20, "every second try fails");
    }
}
