using AgentKit.Tests.Histories.Checking;
using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Histories.Doctored;

/// <summary>The checker finds nothing in a true history of a session, and in each false one what is false about it.</summary>
public sealed class SessionCheckTests
{
    private static readonly SessionCalls.ReadSnapshot Read = new(Past.Scope, SessionStory.Id);

    [Fact]
    public void Check_TrueHistory_FindsNothing() =>
        SessionStory.Whole().Add(Read, SessionStory.SnapshotAt(3, 3, 1)).Against(SessionStory.End).Should().BeEmpty();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Check_UnknownCommit_MayBeThereOrNot(bool isThere)
    {
        var past = SessionStory.Begin().Add<SessionCalls.Write, Session>(SessionStory.Write(SessionStory.Commit), null, Outcome.Unknown);

        past.Against(isThere ? SessionStory.End : Without()).Should().BeEmpty();
    }

    [Fact]
    public void Check_AcknowledgedCommitIsGone_IsALostWrite() =>
        SessionStory.Whole().Against(Without()).Should().Equal([Rule.LostWrite, Rule.WrongAnswer], "there is no version 3 as it was answered");

    [Fact]
    public void Check_RefusedCommitIsThere_IsFound() =>
        SessionStory.Begin()
            .Add<SessionCalls.Write, Session>(
                SessionStory.Write(SessionStory.Commit), null, Outcome.Refused, new VersionConflictException(SessionStory.Id, 1, 2))
            .Against(SessionStory.End).Should().Equal(Rule.AppliedThoughRefused);

    [Fact]
    public void Check_CommitOfNobody_IsFoundWithItsTurn() =>
        SessionStory.Begin().Against(SessionStory.End).Should().Equal(Rule.NobodysWrite, Rule.NobodysWrite);

    [Fact]
    public void Check_TurnIsMissing_IsALostWrite() =>
        SessionStory.Whole().Against(WithTurns(SessionStory.End.Turns.SkipLast(1))).Should().Equal(Rule.LostWrite);

    [Fact]
    public void Check_TurnIsThereTwice_IsAppliedTwice() =>
        SessionStory.Whole()
            .Against(WithTurns(SessionStory.End.Turns.Append(SessionStory.Turn(4, 3, SessionStory.Commit.TextOf(0)))))
            .Should().Equal(Rule.AppliedTwice);

    [Fact]
    public void Check_NumbersHaveAGap_IsABrokenSequence() =>
        SessionStory.Whole()
            .Against(WithTurns(SessionStory.End.Turns.Select(turn => turn.Number == 3 ? turn with { Number = 4 } : turn)))
            .Should().Equal(Rule.BrokenSequence);

    [Fact]
    public void Check_VersionsHaveAGap_IsABrokenSequence()
    {
        var end = SessionStory.End with { Commits = [.. SessionStory.End.Commits.Where(commit => commit.Version != 2)] };

        SessionStory.Whole().Against(end).Should().Contain(Rule.BrokenSequence);
    }

    [Fact]
    public void Check_CommitOnAStaleVersion_IsALostUpdate() =>
        WithCommit(SessionStory.Commit with { DecidedOn = 1 }).Should().Equal(Rule.LostUpdate);

    [Fact]
    public void Check_CounterIsNotCountedOn_IsALostUpdate() =>
        WithCommit(SessionStory.Commit with { Counter = 2 }).Should().Contain(Rule.LostUpdate);

    [Fact]
    public void Check_TokensAreNotThoseOfTheCommit_IsAWrongSum() =>
        WithCommit(SessionStory.Commit with { Tokens = 5 }).Should().Equal(Rule.WrongSum);

    [Fact]
    public void Check_UpdateAppliedTwoDecisions_IsAppliedTwice() =>
        new Past()
            .Add(new SessionCalls.Create(Past.Scope, SessionStory.Id), SessionStory.At(1, 0))
            .Add(SessionStory.Write(SessionStory.Append, SessionStory.Commit), SessionStory.At(3, 3))
            .Against(SessionStory.End).Should().Equal(Rule.AppliedTwice);

    [Fact]
    public void Check_WrittenAfterItWasClosed_IsFound()
    {
        var end = SessionStory.End with
        {
            Commits = [.. SessionStory.End.Commits.Select(commit => commit.Version == 2 ? commit with { Status = "closed" } : commit)],
        };

        SessionStory.Whole().Against(end).Should().Equal(Rule.WroteToClosed);
    }

    [Fact]
    public void Check_ReadIsOlderThanAnAcknowledgedWrite_IsAStaleRead() =>
        SessionStory.Whole().Add(Read, SessionStory.SnapshotAt(2, 2, 0)).Against(SessionStory.End).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_ReadIsOlderThanAReadBefore_IsAStaleRead() =>
        SessionStory.Begin()
            .Add<SessionCalls.Write, Session>(SessionStory.Write(SessionStory.Commit), null, Outcome.Unknown)
            .Add(Read, SessionStory.SnapshotAt(3, 3, 1))
            .Add(Read, SessionStory.SnapshotAt(2, 2, 0))
            .Against(SessionStory.End).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_ReadAtTheSameTimeAsTheWrite_MayBeOlder()
    {
        var past = SessionStory.Begin();
        var begun = past.Now;

        past.Add(SessionStory.Write(SessionStory.Commit), SessionStory.At(3, 3))
            .Add(Read, SessionStory.SnapshotAt(2, 2, 0), begun: begun)
            .Against(SessionStory.End).Should().BeEmpty();
    }

    [Fact]
    public void Check_StateIsOfAnotherVersion_IsAWrongAnswer() =>
        SessionStory.Whole().Add(Read, SessionStory.SnapshotAt(3, 3, 0)).Against(SessionStory.End).Should().Equal(Rule.WrongAnswer);

    [Theory]
    [InlineData(2, Rule.StaleRead)]
    [InlineData(3, null)]
    public void Check_TurnsThatWereRead_AreAllThatWereAcknowledged(int count, object? expected)
    {
        IReadOnlyList<Turn> turns =
            [.. SessionStory.End.Turns.Take(count).Select(turn => Turn.User(turn.Text) with { Number = turn.Number })];

        SessionStory.Whole().Add(new SessionCalls.ReadTurns(Past.Scope, SessionStory.Id, 0, 10), turns)
            .Against(SessionStory.End).Should().Equal(expected is Rule rule ? [rule] : []);
    }

    [Fact]
    public void Check_ListWithoutASession_IsAStaleRead() =>
        SessionStory.Whole().Add<SessionCalls.ReadList, IReadOnlyList<Session>>(new(Past.Scope), [])
            .Against(SessionStory.End).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_AcknowledgedSessionIsNotFound_IsAStaleRead() =>
        SessionStory.Whole()
            .Add<SessionCalls.ReadSnapshot, SessionSnapshot>(Read, null, Outcome.Refused, new SessionNotFoundException(SessionStory.Id))
            .Against(SessionStory.End).Should().Equal(Rule.StaleRead);

    [Fact]
    public void Check_ForkWithOtherTurns_IsAWrongAnswer()
    {
        var fork = Guid.CreateVersion7();
        var end = SessionStory.End with
        {
            Sessions = [.. SessionStory.End.Sessions, new("w", "u", fork, 1, 1, 0, 0, "active", SessionStory.Id, 1)],
            Commits = [.. SessionStory.End.Commits, new(fork, fork, 1, 1, 0, "active", null)],
            Turns = [.. SessionStory.End.Turns, new("w", "u", fork, 1, 1, "something else")],
        };

        SessionStory.Whole()
            .Add<SessionCalls.Fork, Session>(new(Past.Scope, SessionStory.Id, fork, 1), null, Outcome.Unknown)
            .Against(end).Should().Equal(Rule.WrongAnswer);
    }

    [Fact]
    public void Check_SessionOfSomebodyElseWasRead_IsAScopeLeak() =>
        SessionStory.Whole().Add<SessionCalls.Trespass, object>(new(Past.Scope, SessionStory.Id, "read"), new())
            .Against(SessionStory.End).Should().Equal(Rule.ScopeLeak);

    [Fact]
    public void Check_RowOfSomebodyElse_IsAScopeLeak() =>
        SessionStory.Whole()
            .Against(WithTurns(SessionStory.End.Turns.Select(turn => turn.Number == 2 ? turn with { User = "v" } : turn)))
            .Should().Equal(Rule.ScopeLeak);

    [Fact]
    public void Check_ExceptionOfNoContract_IsUnforeseen() =>
        SessionStory.Whole()
            .Add<SessionCalls.ReadSnapshot, SessionSnapshot>(Read, null, Outcome.Broken, new TimeoutException())
            .Against(SessionStory.End).Should().Equal(Rule.UnforeseenError);

    private static EndState Without() => SessionStory.End with
    {
        Sessions = [SessionStory.End.Sessions[0] with { Version = 2, TurnCount = 2, Tokens = 2, Counter = 0 }],
        Commits = [.. SessionStory.End.Commits.SkipLast(1)],
        Turns = [.. SessionStory.End.Turns.SkipLast(1)],
    };

    private static EndState WithTurns(IEnumerable<StoredTurn> turns) => SessionStory.End with { Turns = [.. turns] };

    private static IEnumerable<Rule> WithCommit(Decision decision) =>
        SessionStory.Begin().Add(SessionStory.Write(decision), SessionStory.At(3, 3)).Against(SessionStory.End);
}
