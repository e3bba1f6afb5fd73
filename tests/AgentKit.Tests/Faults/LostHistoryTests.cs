using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Faults;

/// <summary>What takes turns back, summarises, forks and repairs is applied once, wherever the connection dies.</summary>
public sealed class LostHistoryTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EveryWrite_ConnectionCut_IsAppliedOnce(bool beforeItArrives)
    {
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        session = await sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns = [.. Enumerable.Range(1, 9).Select(i => Turn.User($"{i}")), Turn.Assistant([new ToolUseBlock("t", "find", JsonElement.Parse("{}"))])],
        });
        Session fork = null!;
        (string What, Func<Task> Write)[] writes =
        [
            ("a repair", async () => session = await sessions.RepairToolCallsAsync(_scope, session)),
            ("a pop", async () => session = await sessions.PopLastTurnAsync(_scope, session)),
            ("a rewind", async () => session = await sessions.RewindAsync(_scope, session, 8)),
            ("an edit", async () => session = await sessions.CommitAsync(_scope, session, Edit(7, "edited"))),
            ("a summary", async () => session = await sessions.CommitAsync(_scope, session, new SessionCommit { Summary = new(3, Turn.System("s")) })),
            ("all of it", async () => session = await sessions.CommitAsync(_scope, session, Edit(6, "again") with { Summary = new(5, Turn.System("s2")) })),
            ("an update", async () => session = await sessions.UpdateAsync(_scope, session.Id, _ => Edit(5, "updated"))),
            ("a fork", async () => fork = await sessions.ForkAsync(_scope, session.Id, new NewFork { AtTurn = 4 })),
        ];

        foreach (var (what, write) in writes)
        {
            proxy.Cut(2, beforeItArrives);

            var before = (proxy.Cuts, session.Version);
            await write();

            proxy.Cuts.Should().Be(before.Cuts + 2, what);
            session.Version.Should().Be(before.Version + (what == "a fork" ? 0 : 1), what);
        }

        (await fixture.Sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text).Should().Equal("1", "2", "3", "4", "5", "updated");
        (await fixture.Sessions.GetHistoryAsync(_scope, session.Id)).Messages.Select(turn => turn.Text).Should().Equal("s2", "updated");
        (await fixture.Sessions.GetArchivedTurnsAsync(_scope, session.Id)).Select(turn => (turn.ArchivedVersion, turn.Turn.Number))
            .Should().Equal((4, 11), (5, 9), (5, 10), (6, 8), (8, 7), (8, 8), (9, 6), (9, 7));
        (await fixture.Sessions.GetTurnsAsync(_scope, fork.Id)).Should().HaveCount(4);
        (await fixture.Sessions.ListAsync(_scope)).Items.Should().HaveCount(2);
    }

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
