using AgentKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Consumer.Tests;

public sealed class SessionTests(MigratedPostgres fixture) : IClassFixture<MigratedPostgres>
{
    [Fact]
    public async Task Append_ByTwentyAtOnce_NumbersTheTurnsOneToTwenty()
    {
        await using var database = await fixture.Postgres.CreateDatabaseAsync(template: fixture.Postgres.DatabaseName);
        await using var provider = MigratedPostgres.Services(database.ConnectionString);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var scope = AgentScope.ForUser("acme", "u-17");
        var session = await sessions.CreateAsync(scope, new NewSession("support"));

        await Task.WhenAll(Enumerable.Range(1, 20).Select(
            number => sessions.AppendAsync(scope, session.Id, new SessionCommit { Turns = [Turn.User($"message {number}")] })));

        var turns = await sessions.GetTurnsAsync(scope, session.Id);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => (long)number), turns.Select(turn => turn.Number));
    }

    [Fact]
    public async Task List_InACopyOfTheTemplate_IsEmpty()
    {
        await using var database = await fixture.Postgres.CreateDatabaseAsync(template: fixture.Postgres.DatabaseName);
        await using var provider = MigratedPostgres.Services(database.ConnectionString);

        var page = await provider.GetRequiredService<ISessionStore>().ListAsync(AgentScope.ForService("acme"));

        Assert.Empty(page.Items);
    }
}
