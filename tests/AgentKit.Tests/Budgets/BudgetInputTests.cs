using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Budgets;

/// <summary>What is refused before anything is sent.</summary>
public sealed class BudgetInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IBudgetStore _budgets = fixture.Budgets();
    private readonly AgentScope _service = AgentKitFixture.NewService();

    public static TheoryData<string, NewReservation> BadReservations()
    {
        var good = new NewReservation(Guid.CreateVersion7()) { Tokens = 1 };
        return new()
        {
            { "Id", good with { Id = Guid.NewGuid() } },
            { "SessionId", good with { SessionId = Guid.Empty } },
            { "RunId", good with { RunId = Guid.Empty } },
            { "Tokens", good with { Tokens = -1 } },
            { "Tokens", good with { Tokens = Usage.MaxTokens + 1 } },
            { "Cost", good with { Cost = -0.01m } },
            { "Cost", good with { Cost = Usage.MaxCost + 1 } },
            { "reservation", good with { Tokens = 0 } },
            { "reservation", good with { Tokens = 0, Cost = 0.00000000004m } },
            { "ExpiresAfter", good with { ExpiresAfter = TimeSpan.FromMilliseconds(999) } },
            { "ExpiresAfter", good with { ExpiresAfter = TimeSpan.FromDays(2) } },
        };
    }

    public static TheoryData<string, BudgetLimit> BadLimits() => new()
    {
        { "limit", new BudgetLimit() },
        { "Tokens", new BudgetLimit(0) },
        { "Tokens", new BudgetLimit(Usage.MaxTokens + 1) },
        { "Cost", new BudgetLimit(Cost: 0) },
        { "Cost", new BudgetLimit(Cost: -1) },
        { "Cost", new BudgetLimit(Cost: 0.00000000004m) },
        { "Cost", new BudgetLimit(Cost: Usage.MaxCost + 1) },
    };

    public static TheoryData<string, Func<IBudgetStore, AgentScope, Task>> BadCalls() => new()
    {
        { "scope", (b, s) => b.SetAsync(null!, BudgetSubject.Workspace, new BudgetLimit(1)) },
        { "subject", (b, s) => b.SetAsync(s, null!, new BudgetLimit(1)) },
        { "limit", (b, s) => b.SetAsync(s, BudgetSubject.Workspace, null!) },
        { "periodStart", (b, s) => b.RestartAsync(s, BudgetSubject.Workspace, DateTimeOffset.MaxValue) },
        { "subject", (b, s) => b.RestartAsync(s, null!, DateTimeOffset.UnixEpoch) },
        { "subject", (b, s) => b.RemoveAsync(s, null!) },
        { "subject", (b, s) => b.FindAsync(s, null!) },
        { "limit", (b, s) => b.ListAsync(s, limit: 0) },
        { "limit", (b, s) => b.ListAsync(s, limit: 1_001) },
        { "reservation", (b, s) => b.ReserveAsync(s, null!) },
        { "reservationId", (b, s) => b.ReleaseAsync(s, Guid.Empty) },
        { "limit", (b, s) => b.SweepAsync(s, 0) },
        { "limit", (b, s) => b.SweepAsync(s, 10_001) },
    };

    [Theory]
    [MemberData(nameof(BadReservations))]
    public async Task ReserveAsync_OutOfRange_ThrowsArgumentException(string paramName, NewReservation bad) =>
        (await _budgets.Awaiting(b => b.ReserveAsync(_service, bad)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(paramName);

    [Theory]
    [MemberData(nameof(BadLimits))]
    public async Task SetAsync_OutOfRange_ThrowsArgumentException(string paramName, BudgetLimit bad) =>
        (await _budgets.Awaiting(b => b.SetAsync(_service, BudgetSubject.Workspace, bad)).Should().ThrowAsync<ArgumentException>())
            .Which.ParamName.Should().Be(paramName);

    [Theory]
    [MemberData(nameof(BadCalls))]
    public async Task AnyCall_OutOfRange_ThrowsArgumentException(string paramName, Func<IBudgetStore, AgentScope, Task> call) =>
        (await call.Awaiting(c => c(_budgets, _service)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(paramName);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    [InlineData(null)]
    public void Agent_OutOfRange_ThrowsArgumentException(string? agentId) =>
        FluentActions.Invoking(() => BudgetSubject.Agent(agentId!)).Should().Throw<ArgumentException>().Which.ParamName.Should().Be("agentId");

    [Fact]
    public void Subject_TooLongOrEmpty_ThrowsArgumentException()
    {
        FluentActions.Invoking(() => BudgetSubject.Agent("a\ud800b")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => BudgetSubject.Agent(new string('x', 101))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => BudgetSubject.Session(Guid.Empty)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Subject_SameThing_IsEqualAndNamed()
    {
        var id = Guid.CreateVersion7();

        BudgetSubject.Agent("a").Should().Be(BudgetSubject.Agent("a")).And.NotBe(BudgetSubject.Agent("b"));
        (BudgetSubject.Workspace.ToString(), BudgetSubject.Agent("a").ToString(), BudgetSubject.Session(id).ToString())
            .Should().Be(("workspace", "agent a", $"session {id}"));
    }
}
