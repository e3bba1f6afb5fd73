using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace AgentKit.Tests.HighAvailability;

/// <summary>The primary crashes under load and its replica is promoted; the hosts know of both from their connection string alone.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private const int Writers = 4;
    private const int Enough = 10;

    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Failover_SynchronousStandby_LosesNothingAndNeedsNobody()
    {
        await using var servers = await ReplicatedPostgres.StartAsync(isSynchronous: true);
        await using var provider = servers.CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();
        await using var dataSource = servers.CreateDataSource();
        await using var ofHost = servers.CreateProvider(options => options.DataSource = dataSource);
        var written = await ofHost.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var writers = await CreateWritersAsync(sessions);
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(writers.Select(writer => writer.WriteAsync(stop.Token)));
        await AllHaveWrittenAsync(writers, Enough, writing);

        await servers.CrashPrimaryAsync();
        await servers.PromoteStandbyAsync();

        // The same provider, sessions and commits: nobody tells the library.
        await AllHaveWrittenAsync(writers, writers.Max(writer => writer.Count) + Enough, writing);
        await stop.CancelAsync();
        await writing;
        foreach (var writer in writers)
        {
            var turns = await TurnsOfAsync(sessions, writer);
            turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, turns.Count).Select(i => (long)i));
            turns.Select(turn => turn.Text).Should().Equal(writer.Acknowledged.Select(commit => commit.Turns[0].Text));
            var session = await sessions.GetAsync(_scope, writer.SessionId);
            session.Version.Should().Be(1 + turns.Count);
            session.InputTokens.Should().Be(3 * turns.Count);
        }

        (await sessions.GetAsync(_scope, written.Id)).Should().BeEquivalentTo(written, "a host's own data source is asked for the primary, too");
        output.WriteLine($"{writers.Sum(w => w.Count)} commits acknowledged, {writers.Sum(w => w.Failures)} calls failed in between, 0 commits lost.");
    }

    [Fact]
    public async Task Failover_AsynchronousStandbyThatLaggedBehind_LosesOnlyTheLastCommitsAndTheyCanBeSentAgain()
    {
        await using var servers = await ReplicatedPostgres.StartAsync(isSynchronous: false);
        await using var provider = servers.CreateProvider();
        var sessions = provider.GetRequiredService<ISessionStore>();
        var writers = await CreateWritersAsync(sessions);
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(writers.Select(writer => writer.WriteAsync(stop.Token)));
        await AllHaveWrittenAsync(writers, Enough, writing);
        await servers.CutReplicationAsync();
        await AllHaveWrittenAsync(writers, writers.Max(writer => writer.Count) + Enough, writing);

        await stop.CancelAsync();
        await servers.CrashPrimaryAsync();
        await writing;
        await sessions.Awaiting(store => store.GetAsync(_scope, writers[0].SessionId)).Should().ThrowAsync<DatabaseUnavailableException>(
            "for now one host is away and the other not to be written to");
        await servers.PromoteStandbyAsync();

        var lost = 0;
        foreach (var writer in writers)
        {
            // A session is whole at an earlier version: its turns, totals and version are those after one of its commits.
            var current = await GetPatientlyAsync(sessions, writer);
            var turns = await TurnsOfAsync(sessions, writer);
            turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, turns.Count).Select(i => (long)i));
            turns.Select(turn => turn.Text).Should().Equal(writer.Acknowledged.Take(turns.Count).Select(commit => commit.Turns[0].Text));
            turns.Count.Should().BeLessThan(writer.Count, "nothing was received after the cut");
            current.Version.Should().Be(1 + turns.Count);
            current.InputTokens.Should().Be(3 * turns.Count);
            lost += writer.Count - turns.Count;

            // Who still holds what was lost is told, and does not write behind a gap.
            var goOn = () => sessions.CommitAsync(_scope, writer.Session, FailoverWriter.Commit("behind a gap"));
            var conflict = (await goOn.Should().ThrowAsync<VersionConflictException>()).Which;
            conflict.ExpectedVersion.Should().BeGreaterThan(conflict.ActualVersion).And.Be(writer.Session.Version);

            // The lost commits again, each twice, under the ids that they had: applied once.
            foreach (var commit in writer.Acknowledged.Skip(turns.Count))
            {
                var applied = await sessions.CommitAsync(_scope, current, commit);
                var again = await sessions.CommitAsync(_scope, current, commit);
                again.Version.Should().Be(applied.Version).And.Be(current.Version + 1);
                current = applied;
            }

            (await TurnsOfAsync(sessions, writer)).Select(turn => turn.Text)
                .Should().Equal(writer.Acknowledged.Select(commit => commit.Turns[0].Text));
        }

        output.WriteLine($"{writers.Sum(w => w.Count)} commits acknowledged, {lost} of them lost, all from the end, and sent again.");
    }

    private async Task<FailoverWriter[]> CreateWritersAsync(ISessionStore sessions) => await Task.WhenAll(
        Enumerable.Range(0, Writers).Select(async _ =>
            new FailoverWriter(sessions, _scope, await sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent)))));

    private static async Task AllHaveWrittenAsync(FailoverWriter[] writers, int count, Task writing) =>
        await Eventually.HoldsAsync(async () =>
        {
            if (writing.IsFaulted)
            {
                await writing;
            }

            return writers.All(writer => writer.Count >= count);
        });

    private async Task<IReadOnlyList<Turn>> TurnsOfAsync(ISessionStore sessions, FailoverWriter writer) =>
        await sessions.StreamTurnsAsync(_scope, writer.SessionId).ToListAsync();

    /// <summary>For a moment the promoted server is known as a standby.</summary>
    private async Task<Session> GetPatientlyAsync(ISessionStore sessions, FailoverWriter writer)
    {
        Session? session = null;
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                session = await sessions.GetAsync(_scope, writer.SessionId);
            }
            catch (DatabaseUnavailableException)
            {
                // Not yet.
            }

            return session is not null;
        });
        return session!;
    }
}
