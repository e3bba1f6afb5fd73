using System.Transactions;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>A host that works within a TransactionScope keeps its own transaction, and AgentKit its own.</summary>
public sealed class AmbientTransactionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task Commit_WithinAnAmbientTransactionThatIsRolledBack_Stays()
    {
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options => options.DataSource = dataSource);
        var sessions = (ISessionStore)provider.GetService(typeof(ISessionStore))!;
        var scope = AgentKitFixture.NewUser();
        var session = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            session = await sessions.CommitAsync(scope, session, new SessionCommit { Turns = [Turn.User("kept")] });
            session = await sessions.UpdateAsync(scope, session.Id, _ => new SessionCommit { Turns = [Turn.User("kept too")] });

            await using var command = dataSource.CreateCommand("SELECT current_user::text || current_setting('agentkit.workspace_id', true)");
            (await command.ExecuteScalarAsync()).Should().Be(new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString).Username);
        }

        (await sessions.GetTotalsAsync(scope, session.Id)).Turns.Should().Be(2);
    }
}
