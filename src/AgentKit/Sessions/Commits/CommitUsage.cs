using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a commit consumed in all: what it adds to the totals of its session, its run, and the budgets that apply.</summary>
internal readonly record struct CommitUsage(long InputTokens, long OutputTokens, decimal Cost)
{
    public bool IsNone => InputTokens == 0 && OutputTokens == 0 && Cost == 0;

    /// <summary>The sum over a commit that has been checked.</summary>
    public static CommitUsage Of(SessionCommit commit)
    {
        var sum = default(CommitUsage).And(commit.Usage);
        for (var i = 0; i < commit.Turns.Count; i++)
        {
            if (HistoryRules.Counts(commit, commit.Turns[i]))
            {
                sum = sum.And(commit.Turns[i].Usage);
            }
        }

        return commit.Summary is { } summary ? sum.And(summary.Turn.Usage) : sum;
    }

    public Statement AddTo(Statement statement) => statement
        .Set("InputTokens", InputTokens)
        .Set("OutputTokens", OutputTokens)
        .Set("Cost", Cost);

    /// <summary>10,001 turns at most, of a million million tokens at most: no overflow.</summary>
    private CommitUsage And(Usage usage) =>
        new(InputTokens + usage.InputTokens, OutputTokens + usage.OutputTokens, Cost + UsageGuard.CostOf(usage));
}
