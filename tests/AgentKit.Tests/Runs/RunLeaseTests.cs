using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Runs;

/// <summary>What a worker writes under its lease, and how a run ends.</summary>
public sealed class RunLeaseTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly JsonElement One = JsonElement.Parse("1");

    private readonly IRunStore _runs = fixture.Runs();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, Func<IRunStore, AgentScope, RunLease, Task<Run>>> Writes() => new()
    {
        { "renew", (r, s, lease) => r.RenewAsync(s, lease) },
        { "checkpoint", (r, s, lease) => r.SaveCheckpointAsync(s, lease, One) },
        { "provider session", (r, s, lease) => r.SetProviderSessionAsync(s, lease, "p") },
        { "complete", (r, s, lease) => r.CompleteAsync(s, lease) },
        { "fail", (r, s, lease) => r.FailAsync(s, lease, new RunError("x")) },
        { "cancel", (r, s, lease) => r.CancelAsync(s, lease) },
    };

    [Fact]
    public async Task RenewAsync_ExpiredAndNotTakenOver_HoldsItAgain()
    {
        var run = await fixture.NewRunAsync(_scope);
        await fixture.ExpireAsync(run.Id);

        var renewed = await _runs.RenewAsync(_scope, run.Lease);
        var longer = await _runs.RenewAsync(_scope, run.Lease, TimeSpan.FromHours(2));
        var again = await _runs.RenewAsync(_scope, run.Lease);

        (renewed.LeaseExpiresAt - renewed.HeartbeatAt).Should().Be(TimeSpan.FromMinutes(5));
        renewed.HeartbeatAt.Should().BeAfter(run.HeartbeatAt!.Value);
        (longer.LeaseExpiresAt - longer.HeartbeatAt).Should().Be(TimeSpan.FromHours(2));
        (again.LeaseExpiresAt - again.HeartbeatAt).Should().Be(TimeSpan.FromHours(2));
        (await _runs.FindAbandonedAsync(_scope)).Should().BeEmpty();
    }

    [Fact]
    public async Task SaveCheckpointAsync_VerbatimJson_ComesBackAndTheProviderSessionStays()
    {
        var run = await fixture.NewRunAsync(_scope);

        await _runs.SetProviderSessionAsync(_scope, run.Lease, "thread 1");
        var saved = await _runs.SaveCheckpointAsync(_scope, run.Lease, JsonElement.Parse(ToolRunSamples.Verbatim));
        var both = await _runs.SaveCheckpointAsync(_scope, run.Lease, JsonElement.Parse("null"), "thread 2");

        (saved.Checkpoint!.Value.GetRawText(), saved.ProviderSessionId).Should().Be((ToolRunSamples.Verbatim, "thread 1"));
        (both.Checkpoint!.Value.GetRawText(), both.ProviderSessionId).Should().Be(("null", "thread 2"));
        (both.LeaseExpiresAt - both.HeartbeatAt).Should().Be(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task CompleteAndFail_UnderTheLease_EndTheRun()
    {
        var completed = await _runs.CompleteAsync(_scope, (await fixture.NewRunAsync(_scope)).Lease);
        var failed = await _runs.FailAsync(
            _scope, (await fixture.NewRunAsync(_scope)).Lease, new RunError("Timeout", new string('x', 5_000)));

        (completed.Status, completed.Error, completed.LeaseExpiresAt).Should().Be((RunStatus.Completed, null, null));
        completed.CompletedAt.Should().BeOnOrAfter(completed.StartedAt!.Value);
        completed.Worker.Should().NotBeNull("it says who ran it");
        (failed.Status, failed.Error!.Type, failed.Error.Message!.Length).Should().Be((RunStatus.Failed, "Timeout", 4_000));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task AnyWrite_AfterATakeOver_IsRefusedAndSaysWhoHoldsIt(string what, Func<IRunStore, AgentScope, RunLease, Task<Run>> write)
    {
        var run = await fixture.NewRunAsync(_scope);
        await fixture.ExpireAsync(run.Id);
        var taken = await _runs.TakeOverAsync(_scope, run.Id, "successor");

        var lost = (await write.Awaiting(w => w(_runs, _scope, run.Lease)).Should().ThrowAsync<RunLeaseLostException>(what)).Which;

        (lost.RunId, lost.FencingToken, lost.CurrentToken, lost.CurrentWorker, lost.Status)
            .Should().Be((run.Id, 1, 2, "successor", RunStatus.Running));
        (await _runs.GetAsync(_scope, run.Id)).Should().BeEquivalentTo(taken, options => options.Excluding(r => r.Metadata));
        await write(_runs, _scope, taken.Lease);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task AnyWrite_NotFoundOrOfSomebodyElse_IsToldApart(string what, Func<IRunStore, AgentScope, RunLease, Task<Run>> write)
    {
        var run = await fixture.NewRunAsync(_scope);

        await write.Awaiting(w => w(_runs, _scope, new RunLease(Guid.CreateVersion7(), 1))).Should().ThrowAsync<RunNotFoundException>(what);
        await write.Awaiting(w => w(_runs, AgentScope.ForUser(_scope.WorkspaceId, "u-2"), run.Lease))
            .Should().ThrowAsync<RunNotFoundException>(what);
        await write.Awaiting(w => w(_runs, AgentScope.ForAdmin(_scope.WorkspaceId, "boss"), run.Lease))
            .Should().ThrowAsync<AccessDeniedException>(what);
        await write(_runs, AgentScope.ForService(_scope.WorkspaceId), run.Lease);
    }

    [Fact]
    public async Task PendingRun_NoLease_IsRefused()
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var run = await _runs.StartAsync(_scope, new NewRun(session.Id) { IsPending = true });

        (await _runs.Awaiting(r => r.CompleteAsync(_scope, run.Lease)).Should().ThrowAsync<RunLeaseLostException>())
            .Which.Status.Should().Be(RunStatus.Pending);
        await _runs.Awaiting(r => r.RenewAsync(_scope, run.Lease)).Should().ThrowAsync<RunLeaseLostException>();
    }

    [Fact]
    public async Task End_AgainWithTheSameStatus_ReturnsItAndAnotherIsRefused()
    {
        var run = await fixture.NewRunAsync(_scope);
        var first = await _runs.FailAsync(_scope, run.Lease, new RunError("first"));

        (await _runs.FailAsync(_scope, run.Lease, new RunError("second"))).Should().BeEquivalentTo(
            first, options => options.Excluding(r => r.Metadata));
        (await _runs.Awaiting(r => r.CompleteAsync(_scope, run.Lease)).Should().ThrowAsync<InvalidRunStateException>())
            .Which.Status.Should().Be(RunStatus.Failed);
        await _runs.Awaiting(r => r.CancelAsync(_scope, run.Id)).Should().ThrowAsync<InvalidRunStateException>();
        (await _runs.Awaiting(r => r.RenewAsync(_scope, run.Lease)).Should().ThrowAsync<RunLeaseLostException>())
            .Which.Status.Should().Be(RunStatus.Failed);
    }

    [Fact]
    public async Task CancelAsync_RunningOrPending_NeedsNoLease()
    {
        var run = await fixture.NewRunAsync(_scope);
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var pending = await _runs.StartAsync(_scope, new NewRun(session.Id) { IsPending = true });

        var canceled = await _runs.CancelAsync(_scope, run.Id, "not needed");
        var again = await _runs.CancelAsync(_scope, run.Id, "another reason");
        var never = await _runs.CancelAsync(_scope, pending.Id);

        (canceled.Status, canceled.Error).Should().Be((RunStatus.Canceled, new RunError(RunError.Canceled, "not needed")));
        again.Error.Should().Be(canceled.Error);
        (never.Status, never.StartedAt, never.Error).Should().Be((RunStatus.Canceled, null, null));
        never.CompletedAt.Should().NotBeNull();
        await _runs.Awaiting(r => r.CompleteAsync(_scope, run.Lease)).Should().ThrowAsync<InvalidRunStateException>();
        await _runs.Awaiting(r => r.CancelAsync(_scope, Guid.CreateVersion7())).Should().ThrowAsync<RunNotFoundException>();
        await _runs.Awaiting(r => r.CancelAsync(AgentScope.ForAdmin(_scope.WorkspaceId, "boss"), run.Id))
            .Should().ThrowAsync<AccessDeniedException>();
    }

    [Fact]
    public async Task CancelAsync_UnderTheLease_EndsTheRunOnceAndNoOther()
    {
        var run = await fixture.NewRunAsync(_scope);

        var canceled = await _runs.CancelAsync(_scope, run.Lease, "its caller has gone");
        var again = await _runs.CancelAsync(_scope, run.Lease, "another reason");

        (canceled.Status, canceled.Error, canceled.LeaseExpiresAt)
            .Should().Be((RunStatus.Canceled, new RunError(RunError.Canceled, "its caller has gone"), null));
        again.Should().BeEquivalentTo(canceled, options => options.Excluding(r => r.Metadata));
        var completed = await fixture.NewRunAsync(_scope);
        await _runs.CompleteAsync(_scope, completed.Lease);
        (await _runs.Awaiting(r => r.CancelAsync(_scope, completed.Lease)).Should().ThrowAsync<InvalidRunStateException>())
            .Which.Status.Should().Be(RunStatus.Completed);
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var pending = await _runs.StartAsync(_scope, new NewRun(session.Id) { IsPending = true });
        await _runs.Awaiting(r => r.CancelAsync(_scope, pending.Lease)).Should().ThrowAsync<RunLeaseLostException>();
    }

    [Fact]
    public async Task AllOfIt_EachCallSentTwice_HappensOnce()
    {
        await using var provider = fixture.CreateStutteringProvider();
        var runs = provider.GetRequiredService<IRunStore>();
        var session = await RunSamples.NewSessionAsync(fixture, _scope);

        var run = await runs.StartAsync(_scope, new NewRun(session.Id));
        await runs.SaveCheckpointAsync(_scope, run.Lease, One);
        await fixture.ExpireAsync(run.Id);
        var taken = await runs.TakeOverAsync(_scope, run.Id, "w-2");
        await runs.AddUsageAsync(_scope, session.Id, run.Id, RunSamples.Usage);
        var over = await runs.CompleteAsync(_scope, taken.Lease);

        (taken.Lease.FencingToken, over.Status, over.InputTokens, over.Cost).Should().Be((2, RunStatus.Completed, 70, 0.25m));
        (await fixture.Sessions.GetAsync(_scope, session.Id)).Should().BeEquivalentTo(new { Version = 2, InputTokens = 70, Cost = 0.25m });
    }
}
