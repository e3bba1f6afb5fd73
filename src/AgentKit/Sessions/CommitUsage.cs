using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a commit consumed in all: what it adds to the totals of its session, its run, and the budgets that apply.</summary>
internal readonly record struct CommitUsage(long InputTokens, long OutputTokens, decimal Cost)
{
    public bool IsNone => InputTokens == 0 && OutputTokens == 0 && Cost == 0;

    /// <summary>The sum over a commit that has been checked.</summary>
    public static CommitUsage Of(SessionCommit commit)
    {
        var (input, output, cost) = (commit.Usage.InputTokens, commit.Usage.OutputTokens, UsageGuard.CostOf(commit.Usage));
        foreach (var usage in HistoryRules.UsagesToCount(commit))
        {
            input += usage.InputTokens; // 10,001 turns at most, of a million million at most: no overflow
            output += usage.OutputTokens;
            cost += UsageGuard.CostOf(usage);
        }

        return new(input, output, cost);
    }

    public Statement AddTo(Statement statement) => statement
        .Set("InputTokens", InputTokens)
        .Set("OutputTokens", OutputTokens)
        .Set("Cost", Cost);
}
