using AgentKit.Tests.Histories.Checking;
using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Histories.Doctored;

/// <summary>The checker finds two workers on one task, what a worker wrote whose lease was lost, and what was decided twice.</summary>
public sealed class TaskCheckTests
{
    private static readonly Guid Id = Guid.CreateVersion7();
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TaskLease First = new(Id, 1, "first", Noon + Minute);

    [Fact]
    public void Check_ClaimedAgainWhenTheLeaseIsOver_FindsNothing() =>
        Claimed().Add(NewClaim(), Claim(2, Noon + Minute)).Against(With()).Should().BeEmpty();

    [Fact]
    public void Check_ClaimedAgainBeforeTheLeaseIsOver_IsADoubleClaim() =>
        Claimed().Add(NewClaim(), Claim(2, Noon + (Minute / 2))).Against(With()).Should().Equal(Rule.DoubleClaim);

    [Fact]
    public void Check_ClaimedAgainAfterARenewal_IsADoubleClaim() =>
        Claimed().Add(new TaskCalls.Renew(Past.Scope, First), First with { ExpiresAt = Noon + (2 * Minute) })
            .Add(NewClaim(), Claim(2, Noon + Minute)).Against(With()).Should().Equal(Rule.DoubleClaim);

    [Fact]
    public void Check_ClaimedAgainAfterItWasReleased_FindsNothing() =>
        Claimed().Add(new TaskCalls.Release(Past.Scope, First), TaskOf()).Add(NewClaim(), Claim(2, Noon)).Against(With()).Should().BeEmpty();

    [Fact]
    public void Check_ClaimedAgainAfterACompletionThatWasToldLater_FindsNothing() =>
        Claimed().Add(Complete("a"), TaskOf() with { Worker = "second" }).Add(NewClaim(), Claim(2, Noon))
            .Against(With(new(Id, 1, "completed", 1, 1, false, "a", null, null))).Should().BeEmpty();

    [Fact]
    public void Check_TwoClaimsOfOneToken_AreADoubleClaim() =>
        Claimed().Add(NewClaim(), Claim(1, Noon)).Against(With()).Should().Equal(Rule.DoubleClaim);

    [Fact]
    public void Check_RenewedWhenAnotherWorkerHasIt_IsOfAStaleWorker() =>
        Claimed().Add(NewClaim(), Claim(2, Noon + Minute)).Add(new TaskCalls.Renew(Past.Scope, First), First)
            .Against(With()).Should().Equal(Rule.StaleWorker);

    [Fact]
    public void Check_StepCompletedUnderALostLease_IsOfAStaleWorker() =>
        Claimed().Add(Complete("a"), TaskOf()).Against(With(new(Id, 1, "completed", 2, 2, false, "a", null, null))).Should().Equal(Rule.StaleWorker);

    [Fact]
    public void Check_CompletedStepIsNotCompleted_IsALostWrite() =>
        Claimed().Add(Complete("a"), TaskOf()).Against(With()).Should().Equal(Rule.LostWrite);

    [Fact]
    public void Check_StepCompletedByNobody_IsFound() =>
        Claimed().Against(With(new(Id, 1, "completed", 1, 1, false, "a", null, null))).Should().Equal(Rule.NobodysWrite);

    [Fact]
    public void Check_TaskIsGone_IsALostWrite() => Claimed().Against(new EndState()).Should().Equal(Rule.LostWrite);

    [Fact]
    public void Check_StepCarriedOutWithoutApproval_IsFound() =>
        Claimed().Against(With(new(Id, 1, "in_progress", 1, 1, true, null, null, null))).Should().Equal(Rule.NotApproved);

    [Fact]
    public void Check_ApprovedOnce_FindsNothing() => Decided().Against(With(Gated(Decision, true))).Should().BeEmpty();

    [Fact]
    public void Check_TwoDecisionsAcknowledged_AreADoubleDecision() =>
        Decided().Add(new TaskCalls.Decide(Past.Scope, Id, 1, Guid.CreateVersion7(), false), TaskOf())
            .Against(With(Gated(Decision, true))).Should().Equal(Rule.DoubleDecision);

    [Fact]
    public void Check_DecisionIsGone_IsALostWrite() => Decided().Against(With(Gated(null, null))).Should().Equal(Rule.LostWrite);

    [Fact]
    public void Check_ToldOfAnotherDecision_IsAWrongRefusal() =>
        Decided()
            .Add<TaskCalls.Decide, AgentTask>(
                new(Past.Scope, Id, 1, Guid.CreateVersion7(), true), null, Outcome.Refused, new ApprovalAlreadyDecidedException(Id, 1, false, "u", Noon))
            .Against(With(Gated(Decision, true))).Should().Equal(Rule.WrongRefusal);

    [Fact]
    public void Check_RefusedDecisionIsTheOneThatIsThere_IsFound() =>
        Claimed()
            .Add<TaskCalls.Decide, AgentTask>(
                new(Past.Scope, Id, 1, Decision, true), null, Outcome.Refused, new InvalidTaskStateException(Id, AgentTaskStatus.Pending, "approve"))
            .Against(With(Gated(Decision, true))).Should().Equal(Rule.AppliedThoughRefused);

    private static Guid Decision { get; } = Guid.CreateVersion7();

    private static Past Claimed() =>
        new Past().Add(new TaskCalls.Create(Past.Scope, Id), TaskOf()).Add(NewClaim(), Claim(1, Noon));

    private static Past Decided() => Claimed().Add(new TaskCalls.Decide(Past.Scope, Id, 1, Decision, true), TaskOf());

    private static TaskCalls.Claim NewClaim() => new(Past.Scope, Guid.CreateVersion7(), Minute);

    private static TaskCalls.CompleteStep Complete(string output) => new(Past.Scope, First, 1, output);

    private static ClaimedTask Claim(long token, DateTimeOffset at) => new(First with { FencingToken = token, ExpiresAt = at + Minute }, TaskOf());

    private static StoredStep Gated(Guid? decision, bool? approved) => new(Id, 1, "pending", 1, 0, true, null, decision, approved);

    private static EndState With(StoredStep? step = null) => new()
    {
        Tasks = [new(Id, "in_progress", 2)],
        Steps = [step ?? new(Id, 1, "in_progress", 1, 1, false, null, null, null)],
    };

    private static AgentTask TaskOf() => new()
    {
        Id = Id,
        Title = "refund",
        Status = AgentTaskStatus.InProgress,
        Priority = 0,
        Metadata = [],
        Steps = [],
        FencingToken = 1,
        Worker = "first",
        CreatedAt = Noon,
        UpdatedAt = Noon,
    };
}
