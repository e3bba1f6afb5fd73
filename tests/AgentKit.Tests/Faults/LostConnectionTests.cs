using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>
/// The connection dies between the calls of an update, and at random under many writers: nothing is lost or there twice. What becomes of each single
/// write shows <see cref="FaultMatrixTests"/>.
/// </summary>
public sealed class LostConnectionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task UpdateAsync_UnderTheLockAndTheCommitCutOff_IsAppliedOnce()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy, options => options.Resilience.ConflictsBeforeLock = 0);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        // Lock and load, write, COMMIT: the third reply is the one that says it is done. The transaction is open after the others.
        for (var reply = 1; reply <= 3; reply++)
        {
            var decisions = 0;
            session = await sessions.UpdateAsync(_scope, session.Id, current =>
            {
                if (++decisions == 1)
                {
                    proxy.CutReplies(1);
                }

                return Commit($"after {current.Session.TurnCount}");
            });
        }

        proxy.Cuts.Should().Be(3);
        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("after 0", "after 1", "after 2");
    }

    /// <summary>Many writers append while connections are cut at random: every acknowledged turn is there, once, in a row without gaps.</summary>
    [Fact]
    public async Task Appends_WhileConnectionsAreCut_LoseAndDoubleNothing()
    {
        const int writers = 8;
        const int appends = 40;
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy, options => options.Resilience.TransientRetries = 20);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        proxy.CutOneOf = 5;

        var acknowledged = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var texts = new List<string>();
            for (var i = 0; i < appends; i++)
            {
                var text = $"{writer}/{i}";
                await sessions.AppendAsync(_scope, session.Id, Commit(text));
                texts.Add(text);
            }

            return texts;
        })));

        proxy.Cuts.Should().BeGreaterThan(10);
        var turns = await fixture.Sessions.StreamTurnsAsync(_scope, session.Id).ToListAsync();
        turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, writers * appends).Select(i => (long)i));
        turns.Select(turn => turn.Text).Should().BeEquivalentTo(acknowledged.SelectMany(texts => texts));
    }

    [Fact]
    public async Task EveryCall_ServerStaysAway_IsATypedErrorWithinItsTimeout()
    {
        await using var server = await ThrowawayPostgres.StartAsync(TestPostgres.Options with { Durable = true });
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = server.ConnectionString;
            options.MigrateAtStart = true;
            options.Resilience.TransientRetries = 2;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        await server.StopServerAsync(immediate: true);

        var lost = Commit("lost?"); // the same each time: a pooler may still carry out what its client has given up
        var commit = () => sessions.CommitAsync(_scope, session, lost);
        var error = (await commit.Should().ThrowAsync<DatabaseUnavailableException>()).Which;
        error.IsRetryable.Should().BeTrue();
        error.ToString().Should().NotContain(new NpgsqlConnectionStringBuilder(server.ConnectionString).Password);

        await server.StartServerAsync();
        (await commit()).Version.Should().Be(2);
    }

    [Fact]
    public async Task Commit_CancelledBeforeOrMeanwhile_ThrowsAndTheSameCommitTells()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var commit = Commit("perhaps");

        await sessions.Awaiting(s => s.CommitAsync(_scope, session, commit, new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();

        (await sessions.CommitAsync(_scope, session, commit)).Version.Should().Be(2);
        (await fixture.Sessions.GetTotalsAsync(_scope, session.Id)).Turns.Should().Be(1);
    }

    private static SessionCommit Commit(string text) => new() { Turns = [Turn.User(text)] };

    private ServiceProvider CreateProvider(TcpProxy proxy, Action<AgentKitOptions>? configure = null) => fixture.CreateProvider(options =>
    {
        options.ConnectionString = proxy.ConnectionString;
        options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        configure?.Invoke(options);
    });
}
