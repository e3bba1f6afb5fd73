using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static AgentKit.AutoExecuteLevel;
using static AgentKit.ToolDecision;
using static AgentKit.ToolRisk;

namespace AgentKit.Tests.Approvals;

public sealed class ApprovalPolicyTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly AgentScope Scope = AgentScope.ForUser("acme", "u-1");

    /// <summary>The matrix of the contract, every cell.</summary>
    public static TheoryData<AutoExecuteLevel, ToolRisk, ToolDecision> Matrix => new()
    {
        { SuggestOnly, Unspecified, Suggest },
        { SuggestOnly, ReadOnly, Execute },
        { SuggestOnly, Low, Suggest },
        { SuggestOnly, Medium, Suggest },
        { SuggestOnly, High, Suggest },
        { Confirm, Unspecified, RequestApproval },
        { Confirm, ReadOnly, Execute },
        { Confirm, Low, RequestApproval },
        { Confirm, Medium, RequestApproval },
        { Confirm, High, RequestApproval },
        { AutoLowRisk, Unspecified, RequestApproval },
        { AutoLowRisk, ReadOnly, Execute },
        { AutoLowRisk, Low, Execute },
        { AutoLowRisk, Medium, RequestApproval },
        { AutoLowRisk, High, RequestApproval },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Decide_LevelAndRisk_IsTheMatrix(AutoExecuteLevel level, ToolRisk risk, ToolDecision expected) =>
        fixture.Get<IApprovalPolicy>().Decide(new(Scope, "tool", risk, level)).Should().Be(expected);

    [Fact]
    public void Matrix_OfTheTest_IsWhole() =>
        Matrix.Select(row => ((AutoExecuteLevel)row[0], (ToolRisk)row[1])).Should().BeEquivalentTo(
            from level in Enum.GetValues<AutoExecuteLevel>()
            from risk in Enum.GetValues<ToolRisk>()
            select (level, risk));

    [Fact]
    public void Decide_NothingDeclaredAndNothingSet_IsTheLeastThatThereIs()
    {
        // What is forgotten must not run: the defaults of the enumerations are the cautious ones.
        fixture.Get<IApprovalPolicy>().Decide(new(Scope, "tool", default, default)).Should().Be(Suggest).And.Be(default(ToolDecision));
    }

    [Theory]
    [InlineData((AutoExecuteLevel)3, ReadOnly)]
    [InlineData((AutoExecuteLevel)(-1), High)]
    [InlineData(Confirm, (ToolRisk)5)]
    [InlineData(SuggestOnly, (ToolRisk)(-1))]
    public void Decide_UndefinedValue_Throws(AutoExecuteLevel level, ToolRisk risk) =>
        fixture.Get<IApprovalPolicy>().Invoking(policy => policy.Decide(new(Scope, "tool", risk, level)))
            .Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Decide_Null_Throws() =>
        fixture.Get<IApprovalPolicy>().Invoking(policy => policy.Decide(null!)).Should().Throw<ArgumentNullException>();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddAgentKit_HostHasItsOwnPolicy_ThatOneDecides(bool before)
    {
        var services = new ServiceCollection();
        if (before)
        {
            services.AddSingleton<IApprovalPolicy, Cautious>();
        }

        services.AddAgentKit(options => options.ConnectionString = fixture.Database.ConnectionString);
        if (!before)
        {
            services.AddSingleton<IApprovalPolicy, Cautious>();
        }

        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IApprovalPolicy>().Decide(new(Scope, "tool", ReadOnly, AutoLowRisk)).Should().Be(RequestApproval);
    }

    private sealed class Cautious : IApprovalPolicy
    {
        public ToolDecision Decide(ToolApprovalRequest request) => RequestApproval;
    }
}
