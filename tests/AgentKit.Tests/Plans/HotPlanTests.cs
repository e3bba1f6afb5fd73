using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Plans;

/// <summary>
/// No hot statement goes through a whole table, as PostgreSQL itself explains what it did for AgentKit (auto_explain): with 100,000 sessions and a
/// million turns, under row-level security, at its first executions, which are planned for their values, and at those with the plan that stays.
/// </summary>
public sealed class HotPlanTests(LargeDatabase database) : IClassFixture<LargeDatabase>
{
    /// <summary>PostgreSQL plans five executions of a prepared statement for their values, before it keeps one plan if that is as good.</summary>
    private const int Executions = 7;

    public static TheoryData<string> Calls => [.. HotCalls.All.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task HotCall_AMillionTurns_ReadsNoWholeTable(string call)
    {
        for (var i = 0; i < Executions; i++)
        {
            var plans = await database.ExplainAsync(() => HotCalls.All[call](database));

            plans.Should().NotBeEmpty();
            var scan = plans.FirstOrDefault(plan => plan.Contains("Seq Scan on ", StringComparison.Ordinal));
            scan.Should().BeNull($"execution {i + 1} of {call} should read by an index");
        }
    }
}
