using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Runs;

/// <summary>What is refused before anything is sent: no run is there to send it to.</summary>
public sealed class RunInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly RunLease Lease = new(Guid.CreateVersion7(), 1);

    private readonly IRunStore _runs = fixture.Runs();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, NewRun> BadStarts()
    {
        var good = new NewRun(Guid.CreateVersion7());
        return new()
        {
            { "Id", good with { Id = Guid.NewGuid() } },
            { "Id", good with { Id = Guid.Empty } },
            { "SessionId", good with { SessionId = Guid.Empty } },
            { "AgentId", good with { AgentId = "" } },
            { "AgentId", good with { AgentId = new string('x', 101) } },
            { "AgentType", good with { AgentType = " " } },
            { "AgentType", good with { AgentType = new string('x', 201) } },
            { "Model", good with { Model = "a\0b" } },
            { "Model", good with { Model = new string('x', 201) } },
            { "ModelAlias", good with { ModelAlias = "a\ud800b" } },
            { "ModelAlias", good with { ModelAlias = new string('x', 201) } },
            { "ProviderSessionId", good with { ProviderSessionId = "" } },
            { "ProviderSessionId", good with { ProviderSessionId = new string('x', 501) } },
            { "Worker", good with { Worker = "" } },
            { "Worker", good with { Worker = new string('x', 201) } },
            { "LeaseDuration", good with { LeaseDuration = TimeSpan.FromMilliseconds(999) } },
            { "LeaseDuration", good with { LeaseDuration = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) } },
            { "TokenLimit", good with { TokenLimit = 0 } },
            { "TokenLimit", good with { TokenLimit = Usage.MaxTokens + 1 } },
            { "CostLimit", good with { CostLimit = 0 } },
            { "CostLimit", good with { CostLimit = 0.00000000001m } },
            { "CostLimit", good with { CostLimit = Usage.MaxCost + 1 } },
            { "Checkpoint", good with { Checkpoint = default(JsonElement) } },
            { "Checkpoint", good with { Checkpoint = JsonElement.Parse("\"\\u0000\"") } },
            { "Checkpoint", good with { Checkpoint = JsonElement.Parse("\"\\ud800\"") } },
            { "Checkpoint", good with { Checkpoint = JsonSerializer.SerializeToElement(new string('x', 1024 * 1024)) } },
            { "Metadata", good with { Metadata = null! } },
            { "Metadata", good with { Metadata = new() { ["a"] = new string('x', 64 * 1024) } } },
        };
    }

    public static TheoryData<string, Func<IRunStore, AgentScope, Task>> BadCalls() => new()
    {
        { "lease", (r, s) => r.RenewAsync(s, null!) },
        { "lease", (r, s) => r.RenewAsync(s, Lease with { RunId = Guid.Empty }) },
        { "lease", (r, s) => r.RenewAsync(s, Lease with { FencingToken = -1 }) },
        { "duration", (r, s) => r.RenewAsync(s, Lease, TimeSpan.Zero) },
        { "checkpoint", (r, s) => r.SaveCheckpointAsync(s, Lease, default) },
        { "checkpoint", (r, s) => r.SaveCheckpointAsync(s, Lease, JsonElement.Parse("\"\\u0000\"")) },
        { "providerSessionId", (r, s) => r.SaveCheckpointAsync(s, Lease, JsonElement.Parse("1"), "") },
        { "providerSessionId", (r, s) => r.SetProviderSessionAsync(s, Lease, null!) },
        { "providerSessionId", (r, s) => r.SetProviderSessionAsync(s, Lease, "a\ud800b") },
        { "lease", (r, s) => r.CompleteAsync(s, null!) },
        { "error", (r, s) => r.FailAsync(s, Lease, null!) },
        { "Type", (r, s) => r.FailAsync(s, Lease, new RunError("")) },
        { "Type", (r, s) => r.FailAsync(s, Lease, new RunError(new string('x', 201))) },
        { "Message", (r, s) => r.FailAsync(s, Lease, new RunError("x", "a\0b")) },
        { "runId", (r, s) => r.CancelAsync(s, Guid.Empty) },
        { "reason", (r, s) => r.CancelAsync(s, Lease.RunId, "a\0b") },
        { "lease", (r, s) => r.CancelAsync(s, (RunLease)null!) },
        { "reason", (r, s) => r.CancelAsync(s, Lease, "a\0b") },
        { "runId", (r, s) => r.TakeOverAsync(s, Guid.Empty) },
        { "worker", (r, s) => r.TakeOverAsync(s, Lease.RunId, " ") },
        { "leaseDuration", (r, s) => r.TakeOverAsync(s, Lease.RunId, leaseDuration: TimeSpan.FromDays(2)) },
        { "claimId", (r, s) => r.TakeOverAsync(s, Lease.RunId, claimId: Guid.Empty) },
        { "limit", (r, s) => r.FindAbandonedAsync(s, 0) },
        { "limit", (r, s) => r.FindAbandonedAsync(s, 1_001) },
        { "sessionId", (r, s) => r.FindResumableAsync(s, Guid.Empty) },
        { "agentType", (r, s) => r.FindResumableAsync(s, Lease.RunId, "") },
        { "Limit", (r, s) => r.ListAsync(s, new RunFilter { Limit = 0 }) },
        { "Limit", (r, s) => r.ListAsync(s, new RunFilter { Limit = 1_001 }) },
        { "AgentId", (r, s) => r.ListAsync(s, new RunFilter { AgentId = "" }) },
        { "AgentType", (r, s) => r.ListAsync(s, new RunFilter { AgentType = "a\0b" }) },
        { "Statuses", (r, s) => r.ListAsync(s, new RunFilter { Statuses = null! }) },
        { "text", (r, s) => r.ListAsync(s, new RunFilter { Cursor = "strange" }) },
        { "sessionId", (r, s) => r.AddUsageAsync(s, Guid.Empty, Lease.RunId, Usage.None) },
        { "runId", (r, s) => r.AddUsageAsync(s, Lease.RunId, Guid.Empty, Usage.None) },
        { "Usage", (r, s) => r.AddUsageAsync(s, Lease.RunId, Lease.RunId, null!) },
        { "Usage", (r, s) => r.AddUsageAsync(s, Lease.RunId, Lease.RunId, new Usage { Cost = -1 }) },
        { "OperationId", (r, s) => r.AddUsageAsync(s, Lease.RunId, Lease.RunId, Usage.None, operationId: Guid.Empty) },
        { "ReservationId", (r, s) => r.AddUsageAsync(s, Lease.RunId, Lease.RunId, Usage.None, reservationId: Guid.Empty) },
    };

    [Theory]
    [MemberData(nameof(BadStarts))]
    public async Task StartAsync_OutOfRange_ThrowsArgumentException(string paramName, NewRun bad) =>
        (await _runs.Awaiting(runs => runs.StartAsync(_scope, bad)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(paramName);

    [Theory]
    [MemberData(nameof(BadCalls))]
    public async Task AnyCall_OutOfRange_ThrowsArgumentException(string paramName, Func<IRunStore, AgentScope, Task> call) =>
        (await call.Awaiting(c => c(_runs, _scope)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(paramName);

    [Fact]
    public async Task StartAsync_Null_ThrowsArgumentException()
    {
        await _runs.Awaiting(runs => runs.StartAsync(_scope, null!)).Should().ThrowAsync<ArgumentNullException>();
        await _runs.Awaiting(runs => runs.StartAsync(null!, new NewRun(Guid.CreateVersion7()))).Should().ThrowAsync<ArgumentNullException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_LeaseOrReservationOutOfRange_ThrowsArgumentException(bool lease)
    {
        var session = await RunSamples.NewSessionAsync(fixture, _scope);
        var commit = lease ? new SessionCommit { Run = new(Guid.Empty, 1) } : new SessionCommit { ReservationId = Guid.Empty };

        await fixture.Sessions.Awaiting(s => s.AppendAsync(_scope, session.Id, commit)).Should().ThrowAsync<ArgumentException>();
    }
}
