using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Runs;

/// <summary>Commits for a run: what they count, and what a lost lease refuses.</summary>
public sealed class RunCommitTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IRunStore _runs = fixture.Runs();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string> Ways => ["commit", "append", "update", "update under the lock", "with a rewind"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Commit_ForARun_MovesTheTotalsOfBothAndRenewsTheLease(string way)
    {
        var run = await fixture.NewRunAsync(_scope);
        await fixture.ExpireAsync(run.Id);

        var session = await ApplyAsync(way, run, RunSamples.Commit(run) with { Usage = new Usage { InputTokens = 5 } });

        (session.InputTokens, session.OutputTokens, session.Cost).Should().Be((75, 30, 0.25m));
        var after = await _runs.GetAsync(_scope, run.Id);
        (after.InputTokens, after.OutputTokens, after.Cost).Should().Be((75, 30, 0.25m));
        (after.LeaseExpiresAt - after.HeartbeatAt).Should().Be(TimeSpan.FromMinutes(5));
        after.HeartbeatAt.Should().BeAfter(run.HeartbeatAt!.Value);
        (await RunOfLastCommitAsync(session.Id)).Should().Be(run.Id);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Commit_AfterATakeOver_WritesNothing(string way)
    {
        var run = await fixture.NewRunAsync(_scope);
        await fixture.ExpireAsync(run.Id);
        await _runs.TakeOverAsync(_scope, run.Id, "successor");
        var before = await fixture.Sessions.GetSnapshotAsync(_scope, run.SessionId);

        var lost = (await FluentActions.Awaiting(() => ApplyAsync(way, run, RunSamples.Commit(run)))
            .Should().ThrowAsync<RunLeaseLostException>(way)).Which;

        (lost.RunId, lost.FencingToken, lost.CurrentToken, lost.CurrentWorker, lost.Status, lost.IsRetryable)
            .Should().Be((run.Id, 1, 2, "successor", RunStatus.Running, false));
        (await fixture.Sessions.GetSnapshotAsync(_scope, run.SessionId)).Should().BeEquivalentTo(
            before, options => options.Excluding(member => member.Path.EndsWith("Metadata") || member.Path.Contains("Data")));
        (await _runs.GetAsync(_scope, run.Id)).InputTokens.Should().Be(0);
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Canceled)]
    public async Task Commit_RunIsOver_IsRefused(RunStatus end)
    {
        var run = await fixture.NewRunAsync(_scope);
        _ = end switch
        {
            RunStatus.Completed => await _runs.CompleteAsync(_scope, run.Lease),
            RunStatus.Failed => await _runs.FailAsync(_scope, run.Lease, new RunError("x")),
            _ => await _runs.CancelAsync(_scope, run.Id),
        };

        (await fixture.Sessions.Awaiting(s => s.AppendAsync(_scope, run.SessionId, RunSamples.Commit(run)))
            .Should().ThrowAsync<RunLeaseLostException>()).Which.Status.Should().Be(end);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Commit_SentAgainAfterTheLeaseWasLost_ReturnsWhatItWas(string way)
    {
        var run = await fixture.NewRunAsync(_scope);
        var commit = RunSamples.Commit(run);
        var first = await ApplyAsync(way, run, commit);
        await fixture.ExpireAsync(run.Id);
        await _runs.TakeOverAsync(_scope, run.Id, "successor");

        var again = way.StartsWith("update", StringComparison.Ordinal)
            ? await fixture.Sessions.UpdateAsync(_scope, run.SessionId, _ => commit)
            : await fixture.Sessions.CommitAsync(_scope, first, commit);

        (again.Version, again.InputTokens).Should().Be((first.Version, 70));
        (await _runs.GetAsync(_scope, run.Id)).InputTokens.Should().Be(70, "it is counted once");
    }

    [Fact]
    public async Task Commit_SentAgainUnderTheLease_IsCountedOnce()
    {
        var run = await fixture.NewRunAsync(_scope);
        var commit = RunSamples.Commit(run);

        var first = await fixture.Sessions.AppendAsync(_scope, run.SessionId, commit);
        await fixture.Sessions.AppendAsync(_scope, run.SessionId, RunSamples.Commit(run));
        var again = await fixture.Sessions.AppendAsync(_scope, run.SessionId, commit);

        (again.Version, again.InputTokens).Should().Be((first.Version, first.InputTokens));
        (await _runs.GetAsync(_scope, run.Id)).InputTokens.Should().Be(140);
    }

    [Fact]
    public async Task Commit_RunOfAnotherSessionOrNone_IsNotFound()
    {
        var run = await fixture.NewRunAsync(_scope);
        var session = await RunSamples.NewSessionAsync(fixture, _scope);

        foreach (var lease in new[] { run.Lease, new RunLease(Guid.CreateVersion7(), 1) })
        {
            (await fixture.Sessions.Awaiting(s => s.CommitAsync(_scope, session, new SessionCommit { Run = lease }))
                .Should().ThrowAsync<RunNotFoundException>()).Which.RunId.Should().Be(lease.RunId);
        }
    }

    [Fact]
    public async Task Commit_RefusedForAnotherReason_SaysThatReason()
    {
        var run = await fixture.NewRunAsync(_scope);
        var session = await fixture.Sessions.AppendAsync(_scope, run.SessionId, new SessionCommit());

        await fixture.Sessions.Awaiting(s => s.CommitAsync(_scope, session with { Version = 1 }, RunSamples.Commit(run)))
            .Should().ThrowAsync<VersionConflictException>();
        await fixture.Sessions.Awaiting(s => s.AppendAsync(AgentScope.ForAdmin(_scope.WorkspaceId, "boss"), session.Id, RunSamples.Commit(run)))
            .Should().ThrowAsync<AccessDeniedException>();
        await fixture.Sessions.Awaiting(s => s.AppendAsync(AgentScope.ForUser(_scope.WorkspaceId, "u-2"), session.Id, RunSamples.Commit(run)))
            .Should().ThrowAsync<SessionNotFoundException>();
        await fixture.Sessions.CloseAsync(_scope, session.Id);
        await fixture.Sessions.Awaiting(s => s.AppendAsync(_scope, session.Id, RunSamples.Commit(run)))
            .Should().ThrowAsync<InvalidSessionStateException>();
        (await _runs.GetAsync(_scope, run.Id)).InputTokens.Should().Be(0);
    }

    [Fact]
    public async Task Commit_StaleVersionAndLostLease_SaysThatTheLeaseIsLost()
    {
        var run = await fixture.NewRunAsync(_scope);
        var session = await fixture.Sessions.GetAsync(_scope, run.SessionId);
        await fixture.ExpireAsync(run.Id);
        var successor = await _runs.TakeOverAsync(_scope, run.Id, "successor");
        await fixture.Sessions.AppendAsync(_scope, session.Id, RunSamples.Commit(successor));

        await fixture.Sessions.Awaiting(s => s.CommitAsync(_scope, session, RunSamples.Commit(run)))
            .Should().ThrowAsync<RunLeaseLostException>("reloading would not help");
    }

    /// <summary>A worker commits as fast as it can while it is taken over: nothing of it comes after the take-over.</summary>
    [Fact]
    public async Task Commits_WhileTheRunIsTakenOver_EndAtTheTakeOver()
    {
        for (var round = 0; round < 5; round++)
        {
            var run = await fixture.NewRunAsync(_scope);
            var worker = Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        await fixture.Sessions.AppendAsync(_scope, run.SessionId, RunSamples.Commit(run, "old"));
                    }
                }
                catch (RunLeaseLostException)
                {
                }
            });

            Run? taken = null;
            while (taken is null)
            {
                try
                {
                    await fixture.ExpireAsync(run.Id);
                    taken = await _runs.TakeOverAsync(_scope, run.Id, "successor");
                }
                catch (RunLeaseHeldException)
                {
                    // A commit came in between and renewed the lease.
                }
            }

            await fixture.Sessions.AppendAsync(_scope, run.SessionId, RunSamples.Commit(taken, "new"));
            await worker;

            var turns = await fixture.Sessions.StreamTurnsAsync(_scope, run.SessionId).ToListAsync();
            turns.Select(turn => turn.Text).Should().ContainSingle(text => text == "new");
            turns[^1].Text.Should().Be("new");
            (await _runs.GetAsync(_scope, run.Id)).InputTokens.Should().Be(70 * turns.Count);
        }
    }

    private async Task<Session> ApplyAsync(string way, Run run, SessionCommit commit)
    {
        switch (way)
        {
            case "append":
                return await fixture.Sessions.AppendAsync(_scope, run.SessionId, commit);
            case "update":
                return await fixture.Sessions.UpdateAsync(_scope, run.SessionId, _ => commit);
            case "update under the lock":
                await using (var provider = fixture.CreateProvider(options => options.Resilience.ConflictsBeforeLock = 0))
                {
                    return await provider.GetRequiredService<ISessionStore>().UpdateAsync(_scope, run.SessionId, _ => commit);
                }

            default:
                var session = await fixture.Sessions.GetAsync(_scope, run.SessionId);
                return await fixture.Sessions.CommitAsync(
                    _scope, session, way == "commit" ? commit : commit with { RewindTo = session.TurnCount });
        }
    }

    private Task<Guid> RunOfLastCommitAsync(Guid sessionId) => Sql.ScalarAsync<Guid>(
        fixture.Database.AdminConnectionString,
        $"SELECT run_id FROM agentkit.session_commits WHERE session_id = '{sessionId}' ORDER BY version DESC LIMIT 1");
}
