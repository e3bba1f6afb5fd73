using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>The same as <see cref="LostConnectionTests"/> for turns that are taken back.</summary>
public sealed class LostHistoryTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task UpdateAsync_RewindUnderTheLockAndTheCommitCutOff_IsAppliedOnce()
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy, options => options.Resilience.ConflictsBeforeLock = 0);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        session = await sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("1"), Turn.User("2")] });

        // Lock and load, write, COMMIT: the third reply is the one that says it is done.
        for (var reply = 1; reply <= 3; reply++)
        {
            var decisions = 0;
            session = await sessions.UpdateAsync(_scope, session.Id, current =>
            {
                if (++decisions == 1)
                {
                    proxy.CutReplies(1);
                }

                return Edit(current.Session.TurnCount - 1, $"{current.Session.Version}");
            });
        }

        proxy.Cuts.Should().Be(3);
        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("1", "4");
        (await fixture.Sessions.GetArchivedTurnsAsync(_scope, session.Id)).Select(turn => turn.Turn.Text).Should().Equal("2", "2", "3");
    }

    /// <summary>Writers edit the last turn while connections are cut at random: nothing acknowledged is missing, nothing is there twice.</summary>
    [Fact]
    public async Task Edits_WhileConnectionsAreCut_LoseAndDoubleNothing()
    {
        const int writers = 6;
        const int edits = 25;
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy, options =>
        {
            options.Resilience.TransientRetries = 20;
            options.Resilience.ConflictRetries = 1_000;
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        proxy.CutOneOf = 6;

        var acknowledged = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var texts = new List<string>();
            for (var i = 0; i < edits; i++)
            {
                var text = $"{writer}/{i}";
                await sessions.UpdateAsync(_scope, session.Id, current => Edit(Math.Max(0, current.Session.TurnCount - (i % 3)), text));
                texts.Add(text);
            }

            return texts;
        })));

        proxy.Cuts.Should().BeGreaterThan(10);
        var live = await fixture.Sessions.StreamTurnsAsync(_scope, session.Id).ToListAsync();
        var archived = await fixture.Sessions.GetArchivedTurnsAsync(_scope, session.Id, limit: 1_000);
        live.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, live.Count).Select(i => (long)i));
        live.Select(turn => turn.Text).Concat(archived.Select(turn => turn.Turn.Text)).Should().BeEquivalentTo(acknowledged.SelectMany(texts => texts));
        (await fixture.Sessions.GetAsync(_scope, session.Id)).Version.Should().Be(1 + (writers * edits));
    }

    private static SessionCommit Edit(long rewindTo, string text) => new() { RewindTo = rewindTo, Turns = [Turn.User(text)] };

    private ServiceProvider CreateProvider(TcpProxy proxy, Action<AgentKitOptions>? configure = null) => fixture.CreateProvider(options =>
    {
        options.ConnectionString = proxy.ConnectionString;
        options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        configure?.Invoke(options);
    });
}
