using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionLifecycleTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    /// <summary>Every move from every status: either it is made, or it is refused with the status that stands against it.</summary>
    [Theory]
    [InlineData(SessionStatus.Active, "paused handed_off closed archived active")]
    [InlineData(SessionStatus.Paused, "paused handed_off closed archived active")]
    [InlineData(SessionStatus.HandedOff, "paused handed_off closed archived active")]
    [InlineData(SessionStatus.Closed, "archived active")]
    [InlineData(SessionStatus.Archived, "active")]
    public async Task Move_FromAnyStatus_FollowsTheRules(SessionStatus from, string allowed)
    {
        foreach (var to in Enum.GetValues<SessionStatus>())
        {
            var session = await CreateInAsync(from);
            var move = () => MoveAsync(session.Id, to);

            if (allowed.Split(' ').Contains(SessionStatusNames.Of(to)))
            {
                (await move()).Status.Should().Be(to);
            }
            else
            {
                var error = (await move.Should().ThrowAsync<InvalidSessionStateException>($"{from} → {to}")).Which;
                error.Status.Should().Be(from);
                (await _sessions.GetAsync(_scope, session.Id)).Version.Should().Be(session.Version);
            }
        }
    }

    [Theory]
    [InlineData(SessionStatus.Active, true)]
    [InlineData(SessionStatus.Paused, true)]
    [InlineData(SessionStatus.HandedOff, true)]
    [InlineData(SessionStatus.Closed, false)]
    [InlineData(SessionStatus.Archived, false)]
    public async Task Commit_InAnyStatus_IsTakenWhileTheSessionIsOpen(SessionStatus status, bool isTaken)
    {
        var session = await CreateInAsync(status);
        var versioned = () => _sessions.CommitAsync(_scope, session, new SessionCommit { Turns = [Turn.User("hi")] });

        if (isTaken)
        {
            (await versioned()).TurnCount.Should().Be(1);
        }
        else
        {
            await versioned.Should().ThrowAsync<InvalidSessionStateException>();
        }
    }

    [Fact]
    public async Task CloseAsync_WithReason_KeepsItUntilTheNextMove()
    {
        var session = await CreateInAsync(SessionStatus.Active);

        var closed = await _sessions.CloseAsync(_scope, session.Id, "solved");
        closed.Should().BeEquivalentTo(new { StatusReason = "solved", Status = SessionStatus.Closed });
        closed.ClosedAt.Should().NotBeNull();

        var archived = await _sessions.ArchiveAsync(_scope, session.Id);
        archived.ClosedAt.Should().Be(closed.ClosedAt, "it was closed then");
        archived.StatusReason.Should().BeNull();

        var reopened = await _sessions.ReopenAsync(_scope, session.Id, "the user came back");
        reopened.ClosedAt.Should().BeNull();
        reopened.StatusReason.Should().Be("the user came back");
    }

    [Fact]
    public async Task HandOffAsync_ToAPerson_KeepsWhomUntilReopened()
    {
        var session = await CreateInAsync(SessionStatus.Active);

        (await _sessions.HandOffAsync(_scope, session.Id, "asked for a person", "ana")).AssignedTo.Should().Be("ana");
        (await _sessions.HandOffAsync(_scope, session.Id, assignedTo: "luis")).AssignedTo.Should().Be("luis");
        (await _sessions.ReopenAsync(_scope, session.Id)).AssignedTo.Should().BeNull();
    }

    [Fact]
    public async Task ReopenAsync_WhileAnotherHoldsTheConversationKey_Throws()
    {
        var wanted = new NewSession(AgentKitFixture.Agent) { ConversationKey = "phone" };
        var first = await _sessions.CreateAsync(_scope, wanted);
        await _sessions.CloseAsync(_scope, first.Id);
        await _sessions.CreateAsync(_scope, wanted with { Id = Guid.CreateVersion7() });

        await _sessions.Awaiting(sessions => sessions.ReopenAsync(_scope, first.Id)).Should().ThrowAsync<AlreadyExistsException>();
    }

    [Fact]
    public async Task CommitAsync_ClosingWithTheLastTurn_IsOneCommit()
    {
        var session = await CreateInAsync(SessionStatus.Active);

        var closed = await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns = [Turn.Assistant("Goodbye.")],
            Status = SessionStatus.Closed,
            StatusReason = "done",
        });

        closed.Should().BeEquivalentTo(new { Version = session.Version + 1, TurnCount = 1L, Status = SessionStatus.Closed });
    }

    private async Task<Session> CreateInAsync(SessionStatus status)
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        return status == SessionStatus.Active ? session : await MoveAsync(session.Id, status);
    }

    private Task<Session> MoveAsync(Guid sessionId, SessionStatus to) => to switch
    {
        SessionStatus.Active => _sessions.ReopenAsync(_scope, sessionId),
        SessionStatus.Paused => _sessions.PauseAsync(_scope, sessionId),
        SessionStatus.HandedOff => _sessions.HandOffAsync(_scope, sessionId),
        SessionStatus.Closed => _sessions.CloseAsync(_scope, sessionId),
        SessionStatus.Archived => _sessions.ArchiveAsync(_scope, sessionId),
        _ => throw new ArgumentOutOfRangeException(nameof(to)),
    };
}
