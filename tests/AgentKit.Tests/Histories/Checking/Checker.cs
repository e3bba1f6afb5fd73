using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories.Checking;

/// <summary>Holds a history, and what it came to, against the contracts.</summary>
internal static class Checker
{
    private static readonly Func<History, EndState, IEnumerable<Violation>>[] Checks =
    [
        ErrorCheck.Check,
        CommitCheck.Check,
        WriteCheck.Check,
        TurnCheck.Check,
        SessionReadCheck.Check,
        ForkCheck.Check,
        BudgetCheck.Check,
        RunCheck.Check,
        ToolRunCheck.Check,
        ClaimCheck.Check,
        StepCheck.Check,
        DecisionCheck.Check,
        PreferenceCheck.Check,
        EventCheck.Check,
        ScopeCheck.Check,
    ];

    public static IReadOnlyList<Violation> Check(History history, EndState end) => [.. Checks.SelectMany(check => check(history, end))];
}
