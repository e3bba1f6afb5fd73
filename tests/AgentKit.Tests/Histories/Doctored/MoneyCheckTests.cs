using AgentKit.Tests.Histories.Checking;
using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Histories.Doctored;

/// <summary>The checker finds what is wrong with budgets, reservations and runs.</summary>
public sealed class MoneyCheckTests
{
    private static readonly Guid Reservation = Guid.CreateVersion7();
    private static readonly Guid RunId = Guid.CreateVersion7();

    private static readonly MoneyCalls.Reserve Reserve = new(Past.Scope, SessionStory.Id, Reservation, 5);

    [Fact]
    public void Check_SpentAndReservedWithinTheLimit_FindsNothing() =>
        SessionStory.Whole().Add(Reserve, Reserved()).Add(new MoneyCalls.ReadBudget(Past.Scope, SessionStory.Id), BudgetOf(3, 5))
            .Against(With(limit: 8, spent: 3, reserved: 5)).Should().BeEmpty();

    [Fact]
    public void Check_MoreIsSpentAndReservedThanTheLimit_IsOverspent() =>
        SessionStory.Whole().Add(Reserve, Reserved()).Against(With(limit: 7, spent: 3, reserved: 5)).Should().Equal(Rule.Overspent);

    [Fact]
    public void Check_ReadShowsMoreThanTheLimit_IsOverspent() =>
        SessionStory.Whole().Add(new MoneyCalls.ReadBudget(Past.Scope, SessionStory.Id), BudgetOf(3, 6))
            .Against(With(limit: 8, spent: 3, reserved: 0)).Should().Equal(Rule.Overspent);

    [Fact]
    public void Check_ReadShowsLessThanWasSpentBefore_IsAStaleRead() =>
        SessionStory.Whole().Add(new MoneyCalls.ReadBudget(Past.Scope, SessionStory.Id), BudgetOf(2, 0))
            .Against(With(limit: 8, spent: 3, reserved: 0)).Should().Equal(Rule.StaleRead);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Check_SpentIsNotWhatWasCommitted_IsAWrongSum(int spent) =>
        SessionStory.Whole().Against(With(limit: 8, spent, reserved: 0)).Should().Equal(Rule.WrongSum);

    [Fact]
    public void Check_ReservationIsGone_IsALostWrite() =>
        SessionStory.Whole().Add(Reserve, Reserved()).Against(With(limit: 8, spent: 3, reserved: 0)).Should().Equal(Rule.LostWrite);

    [Fact]
    public void Check_ReservationOutlivesItsRelease_IsALostWrite() =>
        SessionStory.Whole().Add(Reserve, Reserved()).Add(new MoneyCalls.Release(Past.Scope, Reservation), true)
            .Against(With(limit: 8, spent: 3, reserved: 5)).Should().Equal(Rule.LostWrite);

    [Fact]
    public void Check_ReservationWasRefusedAndIsThere_IsFound() =>
        SessionStory.Whole()
            .Add<MoneyCalls.Reserve, Reservation>(Reserve, null, Outcome.Refused, new BudgetExceededException("session", 8, 4, 5, BudgetUnit.Tokens))
            .Against(With(limit: 8, spent: 3, reserved: 5)).Should().Equal(Rule.AppliedThoughRefused);

    [Fact]
    public void Check_ReservationThatFitsIsRefused_IsAWrongRefusal() =>
        SessionStory.Whole()
            .Add<MoneyCalls.Reserve, Reservation>(Reserve, null, Outcome.Refused, new BudgetExceededException("session", 8, 3, 5, BudgetUnit.Tokens))
            .Against(With(limit: 8, spent: 3, reserved: 0)).Should().Equal(Rule.WrongRefusal);

    [Fact]
    public void Check_RunDidNotCountACommit_IsAWrongSum() => OfRun(SessionStory.Whole(), tokens: 2).Should().Equal(Rule.WrongSum);

    [Fact]
    public void Check_TwoTookTheSameLease_IsADoubleClaim() =>
        OfRun(SessionStory.Whole().Add(TakeOver, Taken(2)).Add(TakeOver, Taken(2)), tokens: 1).Should().Equal(Rule.DoubleClaim);

    [Fact]
    public void Check_CommitUnderALostLease_IsOfAStaleWorker() =>
        OfRun(
            SessionStory.Begin().Add(TakeOver, Taken(2))
                .Add(SessionStory.Write(SessionStory.Commit with { Run = new(RunId, 1) }), SessionStory.At(3, 3)),
            tokens: 1).Should().Equal(Rule.StaleWorker);

    private static MoneyCalls.TakeOver TakeOver => new(Past.Scope, RunId);

    /// <summary>The last commit was for the run.</summary>
    private static IEnumerable<Rule> OfRun(Past past, long tokens) => past.Against(SessionStory.End with
    {
        Commits = [.. SessionStory.End.Commits.Select(commit => commit.Version == 3 ? commit with { RunId = RunId } : commit)],
        Runs = [new(RunId, SessionStory.Id, tokens, 2, "running")],
    });

    private static EndState With(long limit, long spent, long reserved) => SessionStory.End with
    {
        Budgets = [new(SessionStory.Id, limit, spent)],
        Reservations = reserved > 0 ? [new(Reservation, SessionStory.Id, reserved)] : [],
    };

    private static Reservation Reserved() => new(Reservation, SessionStory.Id, null, "support", 5, 0, DateTimeOffset.MaxValue);

    private static Budget BudgetOf(long spent, long reserved) => new()
    {
        Subject = BudgetSubject.Session(SessionStory.Id),
        Limit = new(8),
        SpentTokens = spent,
        SpentCost = 0,
        ReservedTokens = reserved,
        ReservedCost = 0,
        PeriodStartedAt = DateTimeOffset.UnixEpoch,
    };

    private static Run Taken(long token) => new()
    {
        Id = RunId,
        SessionId = SessionStory.Id,
        AgentId = "support",
        Status = RunStatus.Running,
        Metadata = [],
        InputTokens = 0,
        OutputTokens = 0,
        Cost = 0,
        Lease = new(RunId, token),
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
