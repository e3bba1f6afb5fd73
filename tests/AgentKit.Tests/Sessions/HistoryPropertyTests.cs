using System.Collections.Concurrent;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Sessions;

/// <summary>Random commits against a model of what must come out.</summary>
public sealed class HistoryPropertyTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task History_OneWriterAtRandom_IsThatOfTheModel(int seed)
    {
        var random = new Random(seed);
        var sessions = fixture.Sessions;
        var session = await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var model = new HistoryModel();

        for (var step = 0; step < 80; step++)
        {
            var commit = RandomCommit(random, session.TurnCount, $"{step}");
            session = await sessions.CommitAsync(_scope, session, commit);
            model.Apply(commit, session.Version);

            session.TurnCount.Should().Be(model.Live.Count);
            var history = await sessions.GetHistoryAsync(_scope, session.Id, maxTurns: 1_000);
            history.Messages.Select(turn => turn.Text).Should().Equal(model.Messages(), "after step {0} of seed {1}", step, seed);
        }

        await EqualsAsync(session, model);
    }

    /// <summary>Writers in several processes: the log of versions says in which order their commits were applied, and replayed it gives what is stored.</summary>
    [Fact]
    public async Task History_WritersAtOnce_NumbersStayWholeAndNothingIsLost()
    {
        const int writers = 6;
        const int commits = 25;
        var created = await fixture.Sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var applied = new ConcurrentDictionary<long, SessionCommit>();

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            await using var provider = fixture.CreateProvider(options => options.Resilience.ConflictRetries = 1_000);
            var sessions = provider.GetRequiredService<ISessionStore>();
            var random = new Random(writer);
            for (var i = 0; i < commits; i++)
            {
                SessionCommit commit = null!;
                var after = random.Next(4) == 0
                    ? await sessions.AppendAsync(_scope, created.Id, commit = new SessionCommit { Turns = [Turn.User($"{writer}/{i}")] })
                    : await sessions.UpdateAsync(
                        _scope, created.Id, current => commit = RandomCommit(random, current.Session.TurnCount, $"{writer}/{i}"));
                applied.TryAdd(after.Version, commit).Should().BeTrue("no version is made twice");
            }
        })));

        var model = new HistoryModel();
        for (var version = 2L; version <= (writers * commits) + 1; version++)
        {
            model.Apply(applied[version], version);
        }

        await EqualsAsync(created, model);
    }

    private static SessionCommit RandomCommit(Random random, long turnCount, string name)
    {
        long? rewindTo = random.Next(3) switch
        {
            0 when turnCount > 0 => turnCount - 1,
            1 when random.Next(3) == 0 => random.NextInt64(turnCount + 1),
            _ => null,
        };
        var turns = Enumerable.Range(0, random.Next(4)).Select(i => Turn.User($"{name}.{i}")).ToArray();
        var last = (rewindTo ?? turnCount) + turns.Length;
        return new SessionCommit
        {
            RewindTo = rewindTo,
            Turns = turns,
            Summary = last > 0 && random.Next(4) == 0 ? new SessionSummary(random.NextInt64(last) + 1, Turn.System($"summary {name}")) : null,
        };
    }

    private async Task EqualsAsync(Session session, HistoryModel model)
    {
        var live = await fixture.Sessions.StreamTurnsAsync(_scope, session.Id).ToListAsync();
        live.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, model.Live.Count).Select(i => (long)i));
        live.Select(turn => turn.Text).Should().Equal(model.Live);

        var archived = new List<ArchivedTurn>();
        while (await fixture.Sessions.GetArchivedTurnsAsync(_scope, session.Id, archived.LastOrDefault(), limit: 50) is { Count: > 0 } page)
        {
            archived.AddRange(page);
        }

        archived.Select(turn => (turn.ArchivedVersion, turn.Turn.Number, turn.Turn.Text)).Should().Equal(model.Archived);
        live.Select(turn => turn.Text).Concat(archived.Select(turn => turn.Turn.Text)).Should().BeEquivalentTo(model.EverAppended);
        (await fixture.Sessions.GetHistoryAsync(_scope, session.Id, maxTurns: 1_000)).Messages.Select(turn => turn.Text).Should().Equal(model.Messages());
    }
}
