using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>All scopes take turns on one connection of one pool: none of them finds what another one left behind in it.</summary>
public sealed class SharedConnectionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int Rounds = 12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_OfManyScopesOnOneConnection_SeeTheirOwn(bool resetOnClose)
    {
        var settings = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString)
        {
            MinPoolSize = 1,
            MaxPoolSize = 1,
            NoResetOnClose = !resetOnClose,
            ApplicationName = $"one connection {resetOnClose}",
            Timeout = 300,
        };
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = settings.ConnectionString;
            options.Resilience.CallTimeout = TimeSpan.FromMinutes(5);
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        var workspace = AgentKitFixture.NewWorkspace();
        AgentScope[] scopes =
        [
            .. Enumerable.Range(0, 6).Select(number => AgentScope.ForUser(workspace, $"u-{number}")),
            .. Enumerable.Range(0, 6).Select(_ => AgentScope.ForUser(AgentKitFixture.NewWorkspace(), "u-0")),
            AgentScope.ForService(AgentKitFixture.NewWorkspace()),
        ];

        await Task.WhenAll(scopes.Select(scope => WorkAsync(sessions, scope)));

        (await sessions.ListAsync(AgentScope.ForAdmin(workspace, "admin"), new() { Limit = 1_000 })).Items.Should().HaveCount(6 * Rounds);
        foreach (var scope in scopes)
        {
            (await sessions.ListAsync(scope, new() { Limit = 1_000 })).Items.Should().HaveCount(Rounds)
                .And.OnlyContain(session => session.WorkspaceId == scope.WorkspaceId && session.UserId == scope.UserId && session.TurnCount == 1);
        }
    }

    /// <summary>Writes, fails in the middle of a batch, reads, and gives up, one after the other and beside the others.</summary>
    private static async Task WorkAsync(ISessionStore sessions, AgentScope scope)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var session = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Slug = $"slug {scope.UserId} {round}" });
            var again = () => sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Slug = session.Slug });
            await again.Should().ThrowAsync<AlreadyExistsException>("the constraint ends its transaction");
            using var canceled = new CancellationTokenSource();
            var abandoned = sessions.ListAsync(scope, cancellationToken: canceled.Token);
            await canceled.CancelAsync();
            await sessions.AppendAsync(scope, session.Id, new SessionCommit { Turns = [Turn.User(scope.WorkspaceId)] });
            (await sessions.GetTurnsAsync(scope, session.Id)).Should().OnlyContain(turn => turn.Text == scope.WorkspaceId);
            (await sessions.ListAsync(scope, new() { Limit = 1_000 })).Items.Should().HaveCount(round + 1);
            await FluentActions.Awaiting(() => abandoned).Should().NotThrowAsync<AgentKitException>();
        }
    }
}
