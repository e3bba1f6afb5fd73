using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionUpdateTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    /// <summary>32 writers in four "processes", each deciding on what is stored: no turn is lost, doubled or skipped.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task UpdateAsync_ThirtyTwoWriters_NumberTheirTurnsOneToN(int conflictsBeforeLock)
    {
        const int writers = 32;
        const int updates = 5;
        var session = await CreateAsync();
        await using var first = CreateProcess(conflictsBeforeLock);
        await using var second = CreateProcess(conflictsBeforeLock);
        await using var third = CreateProcess(conflictsBeforeLock);
        await using var fourth = CreateProcess(conflictsBeforeLock);
        ServiceProvider[] processes = [first, second, third, fourth];
        var decisions = 0;

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var sessions = processes[writer % processes.Length].GetRequiredService<ISessionStore>();
            for (var i = 0; i < updates; i++)
            {
                await sessions.UpdateAsync(_scope, session.Id, current =>
                {
                    Interlocked.Increment(ref decisions);
                    return new SessionCommit
                    {
                        Turns = [Turn.User($"{writer}/{i} after {current.Session.TurnCount}")],
                        CapturedData = { ["count"] = (current.State.CapturedData["count"]?.GetValue<int>() ?? 0) + 1 },
                    };
                });
            }
        })));

        var snapshot = await _sessions.GetSnapshotAsync(_scope, session.Id);
        snapshot.Session.Version.Should().Be(1 + (writers * updates));
        snapshot.State.CapturedData["count"]!.GetValue<int>().Should().Be(writers * updates, "each decision saw the one before");
        var turns = await _sessions.StreamTurnsAsync(_scope, session.Id).ToListAsync();
        turns.Select(turn => turn.Number).Should().Equal(Enumerable.Range(1, writers * updates).Select(number => (long)number));
        turns.Should().OnlyContain(turn => turn.Text.EndsWith($" after {turn.Number - 1}"));
        turns.Select(turn => turn.Text.Split(' ')[0]).Should().OnlyHaveUniqueItems();
        decisions.Should().BeGreaterThanOrEqualTo(writers * updates);
    }

    [Fact]
    public async Task UpdateAsync_NothingToChange_ReturnsTheSessionAsItIs()
    {
        var session = await CreateAsync();

        var after = await _sessions.UpdateAsync(_scope, session.Id, _ => null);

        after.Version.Should().Be(1);
    }

    [Fact]
    public async Task UpdateAsync_ConflictsBeyondTheLimit_ThrowsTheLast()
    {
        await using var impatient = fixture.CreateProvider(options =>
        {
            options.Resilience.ConflictRetries = 2;
            options.Resilience.ConflictsBeforeLock = 10;
            options.Resilience.ConflictDelay = TimeSpan.Zero;
        });
        var session = await CreateAsync();
        var decisions = 0;

        var update = () => impatient.GetRequiredService<ISessionStore>().UpdateAsync(_scope, session.Id, async (_, token) =>
        {
            decisions++;
            await _sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("in between")] }, token);
            return new SessionCommit { Turns = [Turn.User("never")] };
        });

        (await update.Should().ThrowAsync<VersionConflictException>()).Which.ActualVersion.Should().Be(4);
        decisions.Should().Be(3);
    }

    [Fact]
    public async Task UpdateAsync_AfterConflicts_LocksAndCannotLoseAgain()
    {
        await using var process = fixture.CreateProvider(options =>
        {
            options.Resilience.ConflictsBeforeLock = 1;
            options.Resilience.ConflictDelay = TimeSpan.Zero;
        });
        var session = await CreateAsync();
        var decisions = 0;
        Task? intruder = null;

        var after = await process.GetRequiredService<ISessionStore>().UpdateAsync(_scope, session.Id, async (current, token) =>
        {
            decisions++;
            var append = _sessions.AppendAsync(_scope, session.Id, new SessionCommit { Turns = [Turn.User("in between")] }, token);
            if (decisions == 1)
            {
                await append;
            }
            else
            {
                intruder = append; // waits for the lock, and therefore for this update
            }

            return new SessionCommit { Turns = [Turn.User($"decided on {current.Session.Version}")] };
        });
        await intruder!;

        decisions.Should().Be(2);
        after.Version.Should().Be(3);
        (await _sessions.GetTurnsAsync(_scope, session.Id)).Select(turn => turn.Text)
            .Should().Equal("in between", "decided on 2", "in between");
    }

    [Fact]
    public async Task UpdateAsync_FromWithinADecisionAboutTheSameSession_Throws()
    {
        var session = await CreateAsync();
        var other = await CreateAsync();

        var nested = () => _sessions.UpdateAsync(_scope, session.Id, async (_, token) =>
        {
            await _sessions.UpdateAsync(_scope, session.Id, _ => new SessionCommit(), token);
            return null;
        });
        await nested.Should().ThrowAsync<InvalidOperationException>();

        var unrelated = await _sessions.UpdateAsync(_scope, session.Id, async (_, token) =>
        {
            await _sessions.UpdateAsync(_scope, other.Id, _ => new SessionCommit { Title = "other" }, token);
            return new SessionCommit { Title = "own" };
        });
        unrelated.Title.Should().Be("own");
    }

    [Fact]
    public async Task UpdateAsync_DecisionThrows_ChangesNothingAndLetsOthersIn()
    {
        var session = await CreateAsync();

        var failing = () => _sessions.UpdateAsync(_scope, session.Id, _ => throw new FormatException("the host's own"));

        await failing.Should().ThrowAsync<FormatException>();
        (await _sessions.UpdateAsync(_scope, session.Id, _ => new SessionCommit { Title = "t" })).Version.Should().Be(2);
    }

    [Fact]
    public async Task UpdateAsync_CancelledWhileWaiting_LeavesTheLine()
    {
        var session = await CreateAsync();
        using var cancellation = new CancellationTokenSource();
        var inside = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var holder = Task.Run(() => _sessions.UpdateAsync(_scope, session.Id, async (_, _) =>
        {
            inside.SetResult();
            await leave.Task;
            return new SessionCommit { Title = "holder" };
        }));
        await inside.Task;

        var waiting = Task.Run(() => _sessions.UpdateAsync(_scope, session.Id, _ => new SessionCommit { Title = "never" }, cancellation.Token));
        await cancellation.CancelAsync();

        await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        leave.SetResult();
        (await holder).Title.Should().Be("holder");
    }

    [Fact]
    public async Task UpdateAsync_UnknownSession_Throws()
    {
        await _sessions.Awaiting(sessions => sessions.UpdateAsync(_scope, Guid.CreateVersion7(), _ => null))
            .Should().ThrowAsync<SessionNotFoundException>();
    }

    private ServiceProvider CreateProcess(int conflictsBeforeLock) => fixture.CreateProvider(options =>
    {
        options.Resilience.ConflictRetries = 1_000;
        options.Resilience.ConflictDelay = TimeSpan.FromMilliseconds(1);
        options.Resilience.ConflictsBeforeLock = conflictsBeforeLock;
    });

    private Task<Session> CreateAsync() => _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
