using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Sessions;

/// <summary>What a decision does while it decides.</summary>
public sealed class SessionDecisionTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Decision_ThatChangesItsOwnSession_IsRefusedInEveryWay()
    {
        var session = await CreateAsync();
        Func<Session, CancellationToken, Task>[] changes =
        [
            (current, token) => _sessions.UpdateAsync(_scope, current.Id, _ => new SessionCommit(), token),
            (current, token) => _sessions.AppendAsync(_scope, current.Id, new SessionCommit { Turns = [Turn.User("side")] }, token),
            (current, token) => _sessions.CommitAsync(_scope, current, new SessionCommit { Turns = [Turn.User("side")] }, token),
            (current, token) => _sessions.CloseAsync(_scope, current.Id, cancellationToken: token),
        ];

        foreach (var change in changes)
        {
            var update = () => _sessions.UpdateAsync(_scope, session.Id, async (current, token) =>
            {
                await change(current.Session, token);
                return null;
            });
            await update.Should().ThrowAsync<InvalidOperationException>();
        }

        (await _sessions.GetAsync(_scope, session.Id)).Version.Should().Be(1);
    }

    [Fact]
    public async Task Decisions_AboutEachOthersSessions_DoNotWaitForEachOther()
    {
        var (first, second) = (await CreateAsync(), await CreateAsync());
        using var bothDecide = new Barrier(2);

        await Task.WhenAll(Cross(first.Id, second.Id), Cross(second.Id, first.Id));

        (await _sessions.GetTotalsAsync(_scope, first.Id)).Turns.Should().Be(2);
        (await _sessions.GetTotalsAsync(_scope, second.Id)).Turns.Should().Be(2);

        Task Cross(Guid own, Guid other)
        {
            var decisions = 0;
            return Task.Run(() => _sessions.UpdateAsync(_scope, own, async (_, token) =>
            {
                if (++decisions == 1)
                {
                    bothDecide.SignalAndWait(token);
                    await _sessions.UpdateAsync(_scope, other, _ => Say("from the other"), token);
                }

                return Say("own");
            }));
        }
    }

    [Fact]
    public async Task DecisionUnderTheLock_RunsAToolOfItsOwnSession_IsNotBlocked()
    {
        await using var provider = fixture.CreateProvider(options => options.Resilience.ConflictsBeforeLock = 0);
        var toolRuns = provider.GetRequiredService<IToolRunLog>();
        var session = await CreateAsync();

        var after = await provider.GetRequiredService<ISessionStore>().UpdateAsync(_scope, session.Id, async (_, token) =>
            Say(await toolRuns.RunAsync(_scope, session.Id, "tool", 1, _ => Task.FromResult("result"), token)));

        after.TurnCount.Should().Be(1);
        (await toolRuns.ListAsync(_scope)).Items.Should().ContainSingle().Which.Status.Should().Be(ToolRunStatus.Succeeded);
    }

    [Fact]
    public async Task Decision_MeetsAConflictOfAnotherSession_IsNotAskedAgain()
    {
        var (session, other) = (await CreateAsync(), await CreateAsync());
        await _sessions.CommitAsync(_scope, other, Say("newer"));
        var decisions = 0;

        var update = () => _sessions.UpdateAsync(_scope, session.Id, async (_, token) =>
        {
            decisions++;
            await _sessions.CommitAsync(_scope, other, Say("stale"), token);
            return null;
        });

        (await update.Should().ThrowAsync<VersionConflictException>()).Which.SessionId.Should().Be(other.Id);
        decisions.Should().Be(1);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task Commit_SentAgainWhenItsPhaseMayNoLongerFollow_ReturnsItsResult(int conflictsBeforeLock)
    {
        await using var provider = fixture.CreateProvider(options => options.Resilience.ConflictsBeforeLock = conflictsBeforeLock);
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.PhasedAgent));
        var operation = new SessionCommit { Phase = "answering" };
        var original = await _sessions.CommitAsync(_scope, session, operation);
        var done = await _sessions.CommitAsync(_scope, original, new SessionCommit { Phase = "done" });

        var again = await _sessions.CommitAsync(_scope, done, operation);
        var updated = await provider.GetRequiredService<ISessionStore>().UpdateAsync(_scope, session.Id, _ => operation);

        updated.Should().BeEquivalentTo(original, options => options.Excluding(s => s.Metadata));
        again.Should().BeEquivalentTo(original, options => options.Excluding(s => s.Metadata));
    }

    [Fact]
    public async Task Costs_OfAThird_StayReadable()
    {
        var session = await CreateAsync();
        for (var i = 0; i < 30; i++)
        {
            session = await _sessions.CommitAsync(_scope, session, new SessionCommit { Usage = new Usage { Cost = 1m / 3m } });
        }

        (await _sessions.GetAsync(_scope, session.Id)).Cost.Should().Be(30 * 0.3333333333m);
        var tooMuch = () => _sessions.CommitAsync(_scope, session, new SessionCommit { Usage = new Usage { Cost = Usage.MaxCost + 1 } });
        await tooMuch.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Usage_OfCachedAndReasoningTokensOnly_ReadsBackEqual()
    {
        var session = await CreateAsync();
        var usage = new Usage { CachedInputTokens = 5, ReasoningTokens = 7 };
        await _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [Turn.Assistant("a", usage)] });

        (await _sessions.GetTurnsAsync(_scope, session.Id)).Single().Usage.Should().Be(usage);
    }

    private static SessionCommit Say(string text) => new() { Turns = [Turn.Assistant(text)] };

    private Task<Session> CreateAsync() => _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
}
